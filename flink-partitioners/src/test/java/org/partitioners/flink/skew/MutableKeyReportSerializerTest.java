package org.partitioners.flink.skew;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongValueSerializer;
import org.apache.flink.types.LongValue;
import org.partitioners.flink.report.ReportSerializer;
import org.partitioners.skew.HeavyHitter;

/** Flink's own demands on a serializer, with keys that must be copied. */
class MutableKeyReportSerializerTest extends SerializerTestBase<IntervalReport<LongValue>> {

  @Override
  protected TypeSerializer<IntervalReport<LongValue>> createSerializer() {
    return new ReportSerializer<>(new IntervalReportFormat<>(), LongValueSerializer.INSTANCE);
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Class<IntervalReport<LongValue>> getTypeClass() {
    return (Class) IntervalReport.class;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected IntervalReport<LongValue>[] getTestData() {
    return new IntervalReport[] {
      IntervalReports.of(5, 0, new long[] {1, 2}, new HeavyHitter<>(new LongValue(77), 30, 31))
    };
  }
}
