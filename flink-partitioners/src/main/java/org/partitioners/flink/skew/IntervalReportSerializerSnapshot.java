package org.partitioners.flink.skew;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * What state keeps of a report's serializer: the key serializer's own snapshot. Public only because
 * Flink instantiates it by name.
 *
 * @param <K> the type of key
 */
@Internal
public final class IntervalReportSerializerSnapshot<K>
    extends CompositeTypeSerializerSnapshot<IntervalReport<K>, IntervalReportSerializer<K>> {
  private static final int VERSION = 1;

  /** For Flink, which then reads the snapshot into it. */
  public IntervalReportSerializerSnapshot() {}

  IntervalReportSerializerSnapshot(IntervalReportSerializer<K> serializer) {
    super(serializer);
  }

  @Override
  protected int getCurrentOuterSnapshotVersion() {
    return VERSION;
  }

  @Override
  protected TypeSerializer<?>[] getNestedSerializers(IntervalReportSerializer<K> serializer) {
    return new TypeSerializer<?>[] {serializer.keySerializer()};
  }

  @Override
  @SuppressWarnings("unchecked") // the only serializer nested is the one for K
  protected IntervalReportSerializer<K> createOuterSerializerWithNestedSerializers(
      TypeSerializer<?>[] nested) {
    return new IntervalReportSerializer<>((TypeSerializer<K>) nested[0]);
  }
}
