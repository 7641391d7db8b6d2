package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.skew.HotKeyTracker;

class HotKeyRuleTest {

  static List<HotKeyRule> rules() {
    return List.of(
        HotKeyRule.aboveShare(1.0 / 65_536),
        HotKeyRule.aboveShare(1),
        HotKeyRule.aboveCount(1),
        HotKeyRule.aboveCount(262_144),
        HotKeyRule.top(1),
        HotKeyRule.top(65_536),
        HotKeyRule.known(List.of("a", "b")),
        HotKeyRule.known(List.of()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void travelsToTheSubtasks(HotKeyRule rule) throws Exception {
    assertThat(InstantiationUtil.clone(rule)).isEqualTo(rule).hasSameHashCodeAs(rule);
    assertThat(rules()).filteredOn(rule::equals).hasSize(1);
    assertThat(rule.tracker()).isNotSameAs(rule.tracker());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.0 / 65_537, 1.0001, -1, Double.NaN})
  void refusesAShareOutOfRange(double share) {
    assertThatThrownBy(() -> HotKeyRule.aboveShare(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: " + share + " not in [1/65536..1]");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 262_145})
  void refusesACountOutOfRange(long count) {
    assertThatThrownBy(() -> HotKeyRule.aboveCount(count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count: " + count + " not in [1..262144]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_537})
  void refusesALimitOutOfRange(int limit) {
    assertThatThrownBy(() -> HotKeyRule.top(limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: " + limit + " not in [1..65536]");
  }

  @Test
  void refusesNoKeys() {
    assertThatThrownBy(() -> HotKeyRule.known(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("keys");
    assertThatThrownBy(() -> HotKeyRule.known(Arrays.asList("a", null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("keys: null cannot be a key");
  }

  @Test
  void knownKeysAreACopy() {
    List<String> keys = new ArrayList<>(List.of("a"));
    HotKeyRule rule = HotKeyRule.known(keys);
    keys.add("b");

    assertThat(rule).isEqualTo(HotKeyRule.known(Set.of("a")));
    HotKeyTracker tracker = rule.tracker();
    assertThat(tracker.isHot(KeyHash.of("a"))).isTrue();
    assertThat(tracker.isHot(KeyHash.of("b"))).isFalse();
  }

  @Test
  void orderAndRepetitionOfKnownKeysAreAllOne() {
    assertThat(HotKeyRule.known(List.of("b", "a", "b")))
        .isEqualTo(HotKeyRule.known(List.of("a", "b")));
  }

  /** A million records: one key with 1 %, one with 1/1000, the others once each. */
  private static HotKeyTracker afterAMillion(HotKeyRule rule) {
    HotKeyTracker tracker = rule.tracker();
    for (int i = 0; i < 1_000_000; i++) {
      int record = (int) Long.remainderUnsigned(KeyHash.of(i), 1000);
      tracker.observe(KeyHash.of(record < 10 ? "percent" : record < 11 ? "permille" : "key-" + i));
    }
    return tracker;
  }

  @Test
  void eachRuleFindsWhatItSays() {
    long percent = KeyHash.of("percent");
    long permille = KeyHash.of("permille");

    HotKeyTracker share = afterAMillion(HotKeyRule.aboveShare(1.0 / 300));
    assertThat(share.isHot(percent)).isTrue();
    assertThat(share.isHot(permille)).isFalse();

    // Of the last 262 144 and half of those before: 5 200 and 520.
    HotKeyTracker count = afterAMillion(HotKeyRule.aboveCount(1_600));
    assertThat(count.isHot(percent)).isTrue();
    assertThat(count.isHot(permille)).isFalse();

    HotKeyTracker first = afterAMillion(HotKeyRule.top(1));
    assertThat(first.isHot(percent)).isTrue();
    assertThat(first.isHot(permille)).isFalse();
    assertThat(afterAMillion(HotKeyRule.top(2)).isHot(permille)).isTrue();
  }

  @Test
  void saysWhatItIs() {
    assertThat(HotKeyRule.aboveShare(0.25)).hasToString("AboveShare[share=0.25]");
    assertThat(HotKeyRule.aboveCount(7)).hasToString("AboveCount[count=7]");
    assertThat(HotKeyRule.top(7)).hasToString("Top[limit=7]");
    assertThat(HotKeyRule.known(List.of("a"))).hasToString("Known[keys=[a]]");
  }
}
