package org.partitioners.flink.range;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.partitioners.range.RangeReport;

/**
 * What state keeps of a report's serializer: the key serializer's own snapshot. Public only because
 * Flink instantiates it by name.
 *
 * @param <K> the type of key
 */
@Internal
public final class RangeReportSerializerSnapshot<K>
    extends CompositeTypeSerializerSnapshot<RangeReport<K>, RangeReportSerializer<K>> {
  private static final int VERSION = 1;

  /** For Flink, which then reads the snapshot into it. */
  public RangeReportSerializerSnapshot() {}

  RangeReportSerializerSnapshot(RangeReportSerializer<K> serializer) {
    super(serializer);
  }

  @Override
  protected int getCurrentOuterSnapshotVersion() {
    return VERSION;
  }

  @Override
  protected TypeSerializer<?>[] getNestedSerializers(RangeReportSerializer<K> serializer) {
    return new TypeSerializer<?>[] {serializer.keySerializer()};
  }

  @Override
  @SuppressWarnings("unchecked") // the only serializer nested is the one for K
  protected RangeReportSerializer<K> createOuterSerializerWithNestedSerializers(
      TypeSerializer<?>[] nested) {
    return new RangeReportSerializer<>((TypeSerializer<K>) nested[0]);
  }
}
