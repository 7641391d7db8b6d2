package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

  /** The JDK has the same generator. */
  @Test
  void agreesWithTheJdk() {
    SplittableRandom random = new SplittableRandom(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(SplitMix64.output(i)).isEqualTo(random.nextLong());
    }
  }
}
