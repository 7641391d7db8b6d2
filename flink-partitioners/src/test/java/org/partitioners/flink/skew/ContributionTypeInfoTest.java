package org.partitioners.flink.skew;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeInformationTestBase;

/** Flink's own demands on a type. */
class ContributionTypeInfoTest extends TypeInformationTestBase<ContributionTypeInfo<?, ?, ?>> {

  @Override
  protected ContributionTypeInfo<?, ?, ?>[] getTestData() {
    return new ContributionTypeInfo<?, ?, ?>[] {
      new ContributionTypeInfo<>(Types.STRING, Types.INT, Types.LONG),
      new ContributionTypeInfo<>(Types.LONG, Types.INT, Types.LONG),
      new ContributionTypeInfo<>(Types.STRING, Types.LONG, Types.LONG),
      new ContributionTypeInfo<>(Types.STRING, Types.INT, Types.STRING)
    };
  }
}
