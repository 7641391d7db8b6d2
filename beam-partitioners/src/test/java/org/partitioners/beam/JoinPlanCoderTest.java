package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class JoinPlanCoderTest {
  private static final JoinPlanCoder CODER = JoinPlanCoder.of();

  private static JoinPlan plan() {
    return new JoinPlan(
        false,
        List.of(
            new JoinPlan.Grid(EncodedKey.of("ab", StringUtf8Coder.of()), 2, 1, List.of(7, 300)),
            new JoinPlan.Grid(EncodedKey.of("c", StringUtf8Coder.of()), 3, 4, List.of())));
  }

  @Test
  void writesPlansWithoutLoss() throws Exception {
    CoderProperties.coderSerializable(CODER);
    CoderProperties.coderDecodeEncodeEqual(CODER, plan());
    CoderProperties.coderDecodeEncodeEqual(CODER, JoinPlan.WHOLE);
    CoderProperties.coderDeterministic(CODER, plan(), plan());
    CoderProperties.coderConsistentWithEquals(CODER, plan(), JoinPlan.BROADCAST);
    CODER.verifyDeterministic();
  }

  @Test
  void writesPlansAsEver() throws Exception {
    String golden =
        "00" + "02" + "026162" + "0201" + "00000002" + "07ac02" + "0163" + "0304" + "00000000";
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(CODER, plan())))
        .isEqualTo(golden);
    assertThat(CoderUtils.decodeFromByteArray(CODER, HexFormat.of().parseHex(golden)))
        .isEqualTo(plan());
  }
}
