package org.partitioners.flink.range;

import org.apache.flink.annotation.Internal;
import org.partitioners.flink.report.ReportSerializer;
import org.partitioners.flink.report.ReportSerializerSnapshot;
import org.partitioners.range.RangeReport;

/**
 * The snapshot of the serializer of {@link RangeReport}. Public only because Flink instantiates it
 * by name.
 *
 * @param <K> the type of key
 */
@Internal
public final class RangeReportSerializerSnapshot<K>
    extends ReportSerializerSnapshot<K, RangeReport<K>> {

  /** For Flink, which then reads the snapshot into it. */
  public RangeReportSerializerSnapshot() {
    super(new RangeReportFormat<>());
  }

  RangeReportSerializerSnapshot(ReportSerializer<K, RangeReport<K>> serializer) {
    super(serializer);
  }
}
