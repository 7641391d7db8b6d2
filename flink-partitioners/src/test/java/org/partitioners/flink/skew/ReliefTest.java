package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReliefTest {
  private static final Places PLACES = new Places(8, 128);

  static Stream<Arguments> reliefs() {
    return Stream.of(
        Arguments.of(Relief.none(), "none", false),
        Arguments.of(Relief.combine(), "combine", false),
        Arguments.of(Relief.salt(1), "salt(1)", true),
        Arguments.of(Relief.salt(65_536), "salt(65536)", true),
        Arguments.of(Relief.partialKey(), "partialKey", true),
        Arguments.of(Relief.dChoices(), "dChoices", true),
        Arguments.of(Relief.wChoices(), "wChoices", true),
        Arguments.of(Relief.growing(), "growing", true),
        Arguments.of(Relief.adaptive(), "adaptive", true));
  }

  @ParameterizedTest
  @MethodSource("reliefs")
  void isAValue(Relief relief, String text, boolean spreads) throws Exception {
    assertThat(relief).hasToString(text);
    assertThat(relief.spreads()).isEqualTo(spreads);
    assertThat(InstantiationUtil.clone(relief)).isEqualTo(relief).hasSameHashCodeAs(relief);
    assertThat(reliefs().map(each -> each.get()[0]).filter(relief::equals)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_537})
  void refusesSaltsOutOfRange(int salts) {
    assertThatThrownBy(() -> Relief.salt(salts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("salts: " + salts + " not in [1..65536]");
  }

  /** Where the last of many records of "hot" go, every other record being another key's. */
  private static Set<Integer> ways(Router<String> router, String key) {
    Set<Integer> ways = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      int way = router.route(i % 2 == 0 ? "hot" : "key-" + i);
      if (i > 10_000 && key.equals(i % 2 == 0 ? "hot" : "cold")) {
        ways.add(way);
      }
    }
    return ways;
  }

  private static Set<Integer> ways(Relief relief, @Nullable Places places, String key) {
    return ways(relief.router(places, null), key);
  }

  @Test
  void noneSendsAllHome() {
    assertThat(ways(Relief.none(), PLACES, "hot")).containsExactly(Router.HOME);
    assertThat(ways(Relief.none(), null, "hot")).containsExactly(Router.HOME);
  }

  @Test
  void combineCombinesHotKeys() {
    assertThat(ways(Relief.combine(), PLACES, "hot")).containsExactly(Router.COMBINE);
    assertThat(ways(Relief.combine(), PLACES, "cold")).containsExactly(Router.HOME);
  }

  /** Four of eight places have half the load then, each as much as a fair share. */
  @Test
  void growingSpreadsHotKeysAsFarAsItTakes() {
    assertThat(ways(Relief.growing(), PLACES, "hot")).hasSizeBetween(4, 8);
  }

  @Test
  void saltSpreadsHotKeysOverSoManyPlaces() {
    assertThat(ways(Relief.salt(3), PLACES, "hot")).hasSizeBetween(2, 3);
    assertThat(ways(Relief.salt(3), PLACES, "cold")).containsExactly(Router.HOME);
  }

  @Test
  void partialKeyHasTwoPlaces() {
    assertThat(ways(Relief.partialKey(), PLACES, "hot")).hasSizeBetween(1, 2);
  }

  @Test
  void choicesSpreadHotKeysFurther() {
    assertThat(ways(Relief.dChoices(), PLACES, "hot")).hasSizeGreaterThan(2);
    assertThat(ways(Relief.wChoices(), PLACES, "hot")).hasSize(8);
  }

  /** It is not told that combining is dear. */
  @Test
  void adaptiveCombinesAtFirst() {
    assertThat(Relief.adaptive().<String>router(PLACES, null)).isInstanceOf(AdaptiveRouter.class);
    assertThat(ways(Relief.adaptive(), PLACES, "hot")).containsExactly(Router.COMBINE);
  }

  @ParameterizedTest
  @MethodSource("reliefs")
  void combinesWhereNothingElseIsExact(Relief relief, String unused, boolean spreads) {
    int way = relief.equals(Relief.none()) ? Router.HOME : Router.COMBINE;

    assertThat(ways(relief, null, "hot")).containsExactly(way);
    assertThat(ways(relief, new Places(1, 128), "hot")).containsExactly(way);
  }

  /** A rule says which keys are hot, for whichever relief. */
  @ParameterizedTest
  @MethodSource("reliefs")
  void relievesNoKeyThatTheRuleLeavesOut(Relief relief, String unused, boolean spreads) {
    Router<String> router = relief.router(PLACES, HotKeyRule.known(List.of("other")));

    assertThat(ways(router, "hot")).containsExactly(Router.HOME);
    assertThat(router.numRelieved()).isEqualTo(relief.equals(Relief.none()) ? 0 : 1);
  }

  @ParameterizedTest
  @MethodSource("reliefs")
  void relievesWhatItIsTold(Relief relief, String unused, boolean spreads) {
    Router<String> router = relief.router(PLACES, HotKeyRule.known(List.of()));
    router.tell(List.of("hot", "other"));
    Set<Integer> ways = ways(router, "hot");

    assertThat(router.numRelieved()).isEqualTo(2);
    if (relief.equals(Relief.none())) {
      assertThat(ways).containsExactly(Router.HOME);
    } else if (!spreads || relief.equals(Relief.adaptive())) {
      assertThat(ways).containsExactly(Router.COMBINE);
    } else {
      assertThat(ways).allMatch(way -> way == Router.HOME || (way >= 0 && way < 8));
    }
  }
}
