package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ContributionSerializerSnapshotTest {
  private static final ContributionSerializer<String, Integer, Long> SERIALIZER =
      new ContributionSerializer<>(
          StringSerializer.INSTANCE, IntSerializer.INSTANCE, LongSerializer.INSTANCE);

  private static <A> TypeSerializerSnapshot<A> copy(TypeSerializer<A> serializer)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()),
        ContributionSerializerSnapshotTest.class.getClassLoader());
  }

  @Test
  void restoresAnEqualSerializer() throws IOException {
    assertThat(copy(SERIALIZER).restoreSerializer()).isEqualTo(SERIALIZER);
  }

  @Test
  void isCompatibleWithItselfOnly() throws IOException {
    TypeSerializer<Contribution<String, Integer, Long>> same = SERIALIZER.duplicate();
    assertThat(
            same.snapshotConfiguration()
                .resolveSchemaCompatibility(copy(SERIALIZER))
                .isCompatibleAsIs())
        .isTrue();
    assertThat(
            new ContributionSerializer<>(
                    StringSerializer.INSTANCE, LongSerializer.INSTANCE, LongSerializer.INSTANCE)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(cast(copy(SERIALIZER)))
                .isIncompatible())
        .isTrue();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <A> TypeSerializerSnapshot<A> cast(TypeSerializerSnapshot<?> snapshot) {
    return (TypeSerializerSnapshot) snapshot;
  }

  @Test
  void refusesAKindThatItDoesNotKnow() {
    String message =
        "Kind of contribution: 4 not in [0..3]: it was written by a later version of this library";

    assertThatThrownBy(
            () -> SERIALIZER.deserialize(new DataInputDeserializer(new byte[] {4, 0, 0, 0, 0})))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
    assertThatThrownBy(
            () ->
                SERIALIZER.copy(
                    new DataInputDeserializer(new byte[] {4, 0, 0, 0, 0}),
                    new DataOutputSerializer(64)))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  /** A record costs one byte more than by itself: the key is not written. */
  @Test
  void aWholeRecordCostsOneByteMore() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    SERIALIZER.serialize(new Contribution.Whole<>("a long key", 7), out);

    assertThat(out.length()).isEqualTo(5);
  }
}
