package org.partitioners.flink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What state keeps of a {@link PlacedKey}'s serializer: the key serializer's own snapshot and the
 * placement's fingerprint. Public only because Flink instantiates it by name.
 *
 * <p>A restore under another placement fails here. It has to: keys would be looked for in key
 * groups that their state is not in, and every key would silently start anew.
 *
 * @param <K> the user's key
 */
@Internal
public final class PlacedKeySerializerSnapshot<K>
    extends CompositeTypeSerializerSnapshot<PlacedKey<K>, PlacedKeySerializer<K>> {
  private static final int VERSION = 1;

  private @Nullable String placement;

  /** For Flink, which then reads the snapshot into it. */
  public PlacedKeySerializerSnapshot() {}

  PlacedKeySerializerSnapshot(PlacedKeySerializer<K> serializer) {
    super(serializer);
    placement = serializer.placement();
  }

  @Override
  protected int getCurrentOuterSnapshotVersion() {
    return VERSION;
  }

  @Override
  protected void writeOuterSnapshot(DataOutputView out) throws IOException {
    // Not writeUTF: the fingerprint of a large ring may exceed its 65535 bytes.
    byte[] utf8 = placement().getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  @Override
  protected void readOuterSnapshot(int version, DataInputView in, ClassLoader classLoader)
      throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "Snapshot version of a placed key: "
              + version
              + " is not "
              + VERSION
              + ", the one this library reads: use the library version the state was written by or a later one");
    }
    byte[] utf8 = new byte[in.readInt()];
    in.readFully(utf8);
    placement = new String(utf8, StandardCharsets.UTF_8);
  }

  @Override
  protected OuterSchemaCompatibility resolveOuterSchemaCompatibility(
      TypeSerializerSnapshot<PlacedKey<K>> oldSnapshot) {
    String old = ((PlacedKeySerializerSnapshot<K>) oldSnapshot).placement();
    if (!old.equals(placement())) {
      // Thrown rather than answered "incompatible": Flink's own message would not tell why.
      throw new IllegalStateException(
          "The state was written under another placement of keys and would not be found under this one."
              + "\n  placement of the state: "
              + old
              + "\n  placement of the job:   "
              + placement()
              + "\nRestore with the placement of the state. To change the placement, give the operator a"
              + " new uid and let it start without state, or rewrite the savepoint with Flink's State"
              + " Processor API.");
    }
    return OuterSchemaCompatibility.COMPATIBLE_AS_IS;
  }

  @Override
  protected TypeSerializer<?>[] getNestedSerializers(PlacedKeySerializer<K> serializer) {
    return new TypeSerializer<?>[] {serializer.keySerializer()};
  }

  @Override
  @SuppressWarnings("unchecked") // the only serializer nested is the one for K
  protected PlacedKeySerializer<K> createOuterSerializerWithNestedSerializers(
      TypeSerializer<?>[] nested) {
    return new PlacedKeySerializer<>((TypeSerializer<K>) nested[0], placement());
  }

  private String placement() {
    if (placement == null) {
      throw new IllegalStateException("The snapshot was not read yet: Flink reads it before use");
    }
    return placement;
  }
}
