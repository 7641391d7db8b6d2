package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class PiecesTest {
  private static final KvCoder<String, Integer> CODER =
      KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of());

  private static List<Integer> pieces(int number, int firstValue) {
    Pieces pieces = new Pieces(number);
    List<Integer> given = new ArrayList<>();
    for (int i = 0; i < 2 * number; i++) {
      given.add(
          pieces.next(KV.of("key", firstValue + i), CODER, Instant.EPOCH, GlobalWindow.INSTANCE));
    }
    return given;
  }

  @Test
  void givesEachPieceInTurnAndTheSameAgain() {
    for (int value = 0; value < 20; value++) {
      List<Integer> given = pieces(5, value);
      for (int i = 1; i < given.size(); i++) {
        assertThat(given.get(i)).isEqualTo((given.get(i - 1) + 1) % 5);
      }
      assertThat(pieces(5, value)).isEqualTo(given);
    }
  }

  @Test
  void beginsAnywhere() {
    Set<Integer> first = new HashSet<>();
    for (int value = 0; value < 100; value++) {
      first.add(pieces(5, value).get(0));
    }
    assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  /** Bundles of one value, which is always 1; within five standard deviations of even. */
  @Test
  void spreadsOneConstantValueOverManySmallBundles() {
    int[] byTime = new int[8];
    int[] byWindow = new int[8];
    int[] byKey = new int[8];
    for (int bundle = 0; bundle < 8_000; bundle++) {
      Instant time = Instant.ofEpochSecond(bundle);
      byTime[first("key", time, GlobalWindow.INSTANCE)]++;
      BoundedWindow window = new IntervalWindow(time, Duration.standardSeconds(1));
      byWindow[first("key", Instant.EPOCH, window)]++;
      byKey[first("key" + bundle, Instant.EPOCH, GlobalWindow.INSTANCE)]++;
    }
    for (int[] counts : List.of(byTime, byWindow, byKey)) {
      for (int count : counts) {
        assertThat(count).isBetween(852, 1148);
      }
    }
  }

  private static int first(String key, Instant time, BoundedWindow window) {
    return new Pieces(8).next(KV.of(key, 1), CODER, time, window);
  }
}
