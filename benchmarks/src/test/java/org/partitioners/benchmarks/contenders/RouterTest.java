package org.partitioners.benchmarks.contenders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouterTest {
  private static final int MESSAGES = 2000;

  static List<Router> routers() {
    return Router.ALL;
  }

  @ParameterizedTest
  @MethodSource("routers")
  void decidesAlikeWhenMadeAnew(Router router) {
    String[] stream = SkewedKeys.stream(MESSAGES);
    int[] places = Arrays.stream(stream).mapToInt(router.over(8)).toArray();
    assertThat(places).isEqualTo(Arrays.stream(stream).mapToInt(router.over(8)).toArray());
    assertThat(Arrays.stream(places).distinct().count()).isGreaterThan(2);
  }

  /** The first key of Zipf 1.2 over 10 000 has 0.21 of all; ±0.05 is five standard deviations. */
  @Test
  void theStreamHasACelebrity() {
    Map<String, Long> counts =
        Arrays.stream(SkewedKeys.stream(MESSAGES))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    double share = counts.values().stream().mapToLong(it -> it).max().orElseThrow();
    assertThat(share / MESSAGES).isBetween(0.16, 0.26);
  }
}
