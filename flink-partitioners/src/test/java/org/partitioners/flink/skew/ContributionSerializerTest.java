package org.partitioners.flink.skew;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;

/** Flink's own demands on a serializer. */
class ContributionSerializerTest extends SerializerTestBase<Contribution<String, Integer, Long>> {

  ContributionSerializerTest() {
    super(
        new DeeplyEqualsChecker()
            .withCustomCheck(
                (one, other) -> one instanceof Contribution && other instanceof Contribution,
                (one, other, checker) -> parts(one).equals(parts(other))));
  }

  /** Contributions travel and are never compared but here. */
  static String parts(Object contribution) {
    if (contribution instanceof Contribution.Whole<?, ?, ?> whole) {
      return "whole " + whole.record();
    }
    if (contribution instanceof Contribution.Mark<?, ?, ?> mark) {
      return "mark " + mark.code() + " " + mark.sender() + " " + mark.watermark();
    }
    Contribution.Part<?, ?, ?> part = (Contribution.Part<?, ?, ?>) contribution;
    return "part " + part.key() + " " + part.accumulator() + " " + part.start() + " " + part.end();
  }

  @Override
  protected TypeSerializer<Contribution<String, Integer, Long>> createSerializer() {
    return new ContributionSerializer<>(
        StringSerializer.INSTANCE, IntSerializer.INSTANCE, LongSerializer.INSTANCE);
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Class<Contribution<String, Integer, Long>> getTypeClass() {
    return (Class) Contribution.class;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Contribution<String, Integer, Long>[] getTestData() {
    return new Contribution[] {
      new Contribution.Whole<>(0),
      new Contribution.Whole<>(Integer.MIN_VALUE),
      new Contribution.Part<>("", 0L),
      new Contribution.Part<>("ünïcødé 🎈", Long.MAX_VALUE),
      new Contribution.Part<>("session", 7L, -5, 0),
      new Contribution.Part<>("session", -7L, Long.MIN_VALUE + 1, Long.MAX_VALUE),
      new Contribution.Mark<>(-3, new Contribution.Sender(-1, 2, 5), Contribution.Mark.IDLE)
    };
  }
}
