package org.partitioners.flink.range;

import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.partitioners.flink.report.ReportSerializer;
import org.partitioners.range.HeavyKey;
import org.partitioners.range.RangeHeat;
import org.partitioners.range.RangeReport;
import org.partitioners.range.RangeReport.Outcome;

/** Flink's own demands on a serializer. */
class RangeReportSerializerTest extends SerializerTestBase<RangeReport<String>> {

  @Override
  protected TypeSerializer<RangeReport<String>> createSerializer() {
    return new ReportSerializer<>(new RangeReportFormat<>(), StringSerializer.INSTANCE);
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Class<RangeReport<String>> getTypeClass() {
    return (Class) RangeReport.class;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected RangeReport<String>[] getTestData() {
    Instant at = Instant.ofEpochSecond(7, 9);
    return new RangeReport[] {
      new RangeReport<String>(0, at, List.of(), List.of(), 1, 1, Outcome.KEPT),
      new RangeReport<>(
          Long.MAX_VALUE,
          at,
          List.of(
              new RangeHeat<>(null, "b", 5, 0.5, at, List.of("a", "ä")),
              new RangeHeat<>("b", null, 5, 0.5, null, List.of())),
          List.of(new HeavyKey<>("ünïcødé 🎈", 0.7, 1.4)),
          1.7,
          1.01,
          Outcome.MOVED)
    };
  }
}
