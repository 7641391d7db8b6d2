package org.partitioners.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.junit.jupiter.api.Test;
import org.partitioners.hash.KeyHashers;

/** Flink's own demands, where the key is mutable and of fixed length. */
class PlacedTupleKeySerializerTest extends SerializerTestBase<PlacedKey<Tuple2<Long, Integer>>> {
  private static final Placement<Tuple2<Long, Integer>> PLACEMENT =
      Placement.onChosenSubtasks(KeyHashers.longs(), 8, 128);

  @Override
  protected TypeSerializer<PlacedKey<Tuple2<Long, Integer>>> createSerializer() {
    return PLACEMENT
        .typeInfo(Types.TUPLE(Types.LONG, Types.INT))
        .createSerializer(new ExecutionConfig().getSerializerConfig());
  }

  @Override
  protected int getLength() {
    return 8 + 4 + 4;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Class<PlacedKey<Tuple2<Long, Integer>>> getTypeClass() {
    return (Class) PlacedKey.class;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected PlacedKey<Tuple2<Long, Integer>>[] getTestData() {
    return new PlacedKey[] {
      PLACEMENT.place(Tuple2.of(0L, 0)),
      PLACEMENT.place(Tuple2.of(Long.MIN_VALUE, 7)),
      PLACEMENT.place(Tuple2.of(1L, 3))
    };
  }

  @Test
  void copiesAMutableKeyAndOnlyThat() {
    PlacedKey<Tuple2<Long, Integer>> placed = PLACEMENT.place(Tuple2.of(1L, 3));
    assertThat(createSerializer().copy(placed).key())
        .isEqualTo(placed.key())
        .isNotSameAs(placed.key());

    PlacedKey<Integer> immutable = new PlacedKey<>(1, 3);
    assertThat(new PlacedKeySerializer<>(IntSerializer.INSTANCE, "a placement").copy(immutable))
        .isSameAs(immutable);
  }
}
