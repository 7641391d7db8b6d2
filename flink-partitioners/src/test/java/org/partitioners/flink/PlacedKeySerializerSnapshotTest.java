package org.partitioners.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.partitioners.flink.TestPartitioners.ByNumber;
import org.partitioners.flink.TestPartitioners.TextHasher;

class PlacedKeySerializerSnapshotTest {
  private static final Placement<String> PLACEMENT =
      Placement.onSubtasks(new ByNumber(8), new TextHasher(), 128);
  private static final PlacedKeySerializer<String> SERIALIZER =
      new PlacedKeySerializer<>(StringSerializer.INSTANCE, PLACEMENT.fingerprint());

  @Test
  void restoresAnEqualSerializer() throws IOException {
    TypeSerializerSnapshot<PlacedKey<String>> copy = copy(SERIALIZER.snapshotConfiguration());
    assertThat(copy.restoreSerializer()).isEqualTo(SERIALIZER);
  }

  @Test
  void isCompatibleWithTheSamePlacement() throws IOException {
    assertThat(resolve(SERIALIZER, SERIALIZER).isCompatibleAsIs()).isTrue();
  }

  @Test
  void refusesAnotherPlacementAndNamesBoth() {
    PlacedKeySerializer<String> other =
        new PlacedKeySerializer<>(
            StringSerializer.INSTANCE,
            Placement.onSubtasks(new ByNumber(4), new TextHasher(), 128).fingerprint());
    assertThatThrownBy(() -> resolve(other, SERIALIZER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            """
            The state was written under another placement of keys and would not be found under this one.
              placement of the state: placement v1, maxParallelism 128, 8 partitions by by-number(8), spread by fnv1a(text)
              placement of the job:   placement v1, maxParallelism 128, 4 partitions by by-number(4), spread by fnv1a(text)
            Restore with the placement of the state. To change the placement, give the operator a new uid and let it start without state, or rewrite the savepoint with Flink's State Processor API.""");
  }

  @Test
  void isIncompatibleWithAnotherKeyType() throws IOException {
    PlacedKeySerializer<Long> longs =
        new PlacedKeySerializer<>(LongSerializer.INSTANCE, PLACEMENT.fingerprint());
    PlacedKeySerializer<Integer> ints =
        new PlacedKeySerializer<>(IntSerializer.INSTANCE, PLACEMENT.fingerprint());
    assertThat(resolve(longs, cast(ints)).isIncompatible()).isTrue();
  }

  @Test
  void keepsFingerprintsLongerThanWriteUtfCan() throws IOException {
    PlacedKeySerializer<String> serializer =
        new PlacedKeySerializer<>(StringSerializer.INSTANCE, "nœud,".repeat(20_000));
    assertThat(copy(serializer.snapshotConfiguration()).restoreSerializer()).isEqualTo(serializer);
  }

  @Test
  void refusesALaterVersion() {
    PlacedKeySerializerSnapshot<String> snapshot = new PlacedKeySerializerSnapshot<>();
    assertThatThrownBy(
            () ->
                snapshot.readOuterSnapshot(
                    2, new DataInputDeserializer(new byte[0]), getClass().getClassLoader()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Snapshot version of a placed key: 2 is not 1, the one this library reads: use the"
                + " library version the state was written by or a later one");
  }

  /** Written by version 1 of the snapshot: its bytes, then key-5 as that serializer writes it. */
  @Test
  void readsTheStateOfVersion1() throws IOException {
    byte[] state;
    try (InputStream in = getClass().getResourceAsStream("/placed-key-v1.bin")) {
      state = in.readAllBytes();
    }
    DataInputDeserializer in = new DataInputDeserializer(state);
    TypeSerializerSnapshot<PlacedKey<String>> old =
        TypeSerializerSnapshot.readVersionedSnapshot(in, getClass().getClassLoader());
    TypeSerializer<PlacedKey<String>> now =
        PLACEMENT
            .typeInfo(Types.STRING)
            .createSerializer(new ExecutionConfig().getSerializerConfig());
    assertThat(now.snapshotConfiguration().resolveSchemaCompatibility(old).isCompatibleAsIs())
        .isTrue();
    assertThat(old.restoreSerializer().deserialize(in)).isEqualTo(PLACEMENT.place("key-5"));
    assertThat(in.available()).isZero();

    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, now.snapshotConfiguration());
    now.serialize(PLACEMENT.place("key-5"), out);
    assertThat(out.getCopyOfBuffer()).isEqualTo(state);
  }

  private static <A> TypeSerializerSchemaCompatibility<PlacedKey<A>> resolve(
      TypeSerializer<PlacedKey<A>> now, TypeSerializer<PlacedKey<A>> old) throws IOException {
    return now.snapshotConfiguration()
        .resolveSchemaCompatibility(copy(old.snapshotConfiguration()));
  }

  private static <A> TypeSerializerSnapshot<A> copy(TypeSerializerSnapshot<A> snapshot)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()),
        PlacedKeySerializerSnapshotTest.class.getClassLoader());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <A> TypeSerializer<PlacedKey<A>> cast(TypeSerializer<?> serializer) {
    return (TypeSerializer) serializer;
  }
}
