package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeInformationTestBase;
import org.junit.jupiter.api.Test;
import org.partitioners.flink.report.ReportTypeInfo;

/** Flink's own demands on a type, and that Flink finds it. */
class IntervalReportTypeInfoTest extends TypeInformationTestBase<ReportTypeInfo<?, ?>> {

  @Override
  protected ReportTypeInfo<?, ?>[] getTestData() {
    return new ReportTypeInfo<?, ?>[] {
      new ReportTypeInfo<>(new IntervalReportFormat<>(), Types.STRING),
      new ReportTypeInfo<>(new IntervalReportFormat<>(), Types.LONG)
    };
  }

  @Test
  void isExtracted() {
    assertThat(TypeInformation.of(new TypeHint<IntervalReport<Long>>() {}))
        .isEqualTo(new ReportTypeInfo<>(new IntervalReportFormat<>(), Types.LONG));
  }

  @Test
  void asksForTheTypeOfKeyWhereFlinkCannotTell() {
    IntervalReportTypeInfoFactory<String> factory = new IntervalReportTypeInfoFactory<>();
    assertThatThrownBy(() -> factory.createTypeInfo(IntervalReport.class, Map.of()))
        .isInstanceOf(InvalidTypesException.class)
        .hasMessage(
            "The type of key of an IntervalReport is unknown here: tell it, as in"
                + " new TypeHint<IntervalReport<String>>() {}");
  }
}
