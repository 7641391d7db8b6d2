package org.partitioners.flink.skew;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The snapshot of the serializer of what travels to a key's home. Public only because Flink
 * instantiates it by name.
 *
 * @param <K> the user's key
 * @param <T> the user's record
 * @param <ACC> the accumulator of the user's aggregate function
 */
@Internal
public final class ContributionSerializerSnapshot<K, T, ACC>
    extends CompositeTypeSerializerSnapshot<
        Contribution<K, T, ACC>, ContributionSerializer<K, T, ACC>> {
  private static final int VERSION = 1;

  /** For Flink, which then reads the snapshot into it. */
  public ContributionSerializerSnapshot() {}

  ContributionSerializerSnapshot(ContributionSerializer<K, T, ACC> serializer) {
    super(serializer);
  }

  @Override
  protected int getCurrentOuterSnapshotVersion() {
    return VERSION;
  }

  @Override
  protected TypeSerializer<?>[] getNestedSerializers(ContributionSerializer<K, T, ACC> serializer) {
    return serializer.nested();
  }

  @Override
  @SuppressWarnings("unchecked") // in the order of getNestedSerializers
  protected ContributionSerializer<K, T, ACC> createOuterSerializerWithNestedSerializers(
      TypeSerializer<?>[] nested) {
    return new ContributionSerializer<>(
        (TypeSerializer<K>) nested[0],
        (TypeSerializer<T>) nested[1],
        (TypeSerializer<ACC>) nested[2]);
  }
}
