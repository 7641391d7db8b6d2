package org.partitioners.flink.skew;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.partitioners.flink.report.ReportSerializer;
import org.partitioners.skew.HeavyHitter;

/** Flink's own demands on a serializer. */
class IntervalReportSerializerTest extends SerializerTestBase<IntervalReport<String>> {

  @Override
  protected TypeSerializer<IntervalReport<String>> createSerializer() {
    return new ReportSerializer<>(new IntervalReportFormat<>(), StringSerializer.INSTANCE);
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Class<IntervalReport<String>> getTypeClass() {
    return (Class) IntervalReport.class;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected IntervalReport<String>[] getTestData() {
    return new IntervalReport[] {
      IntervalReports.of(0, Double.NaN, new long[] {0}),
      IntervalReports.of(
          -7,
          1.2,
          new long[] {3, Long.MAX_VALUE - 5, 0},
          new HeavyHitter<>("celebrity", 30, 31),
          new HeavyHitter<>("ünïcødé 🎈", 1, Long.MAX_VALUE))
    };
  }
}
