package org.partitioners.flink.skew;

import org.apache.flink.annotation.Internal;
import org.partitioners.flink.report.ReportSerializer;
import org.partitioners.flink.report.ReportSerializerSnapshot;

/**
 * The snapshot of the serializer of {@link IntervalReport}. Public only because Flink instantiates
 * it by name.
 *
 * @param <K> the type of key
 */
@Internal
public final class IntervalReportSerializerSnapshot<K>
    extends ReportSerializerSnapshot<K, IntervalReport<K>> {

  /** For Flink, which then reads the snapshot into it. */
  public IntervalReportSerializerSnapshot() {
    super(new IntervalReportFormat<>());
  }

  IntervalReportSerializerSnapshot(ReportSerializer<K, IntervalReport<K>> serializer) {
    super(serializer);
  }
}
