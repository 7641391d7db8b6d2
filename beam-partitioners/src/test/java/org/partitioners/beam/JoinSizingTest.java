package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.junit.jupiter.api.Test;
import org.partitioners.skew.SkewSketch;

class JoinSizingTest {
  private static final JoinSizing SIZING = new JoinSizing(10_000, 16, 0);

  /** A sketch that knows the counts. */
  private static SkewSketch<EncodedKey> sketch(Map<String, Long> counts) {
    return sketch(counts, 0);
  }

  private static SkewSketch<EncodedKey> sketch(Map<String, Long> counts, long error) {
    Map<EncodedKey, Long> keys = new LinkedHashMap<>();
    counts.forEach((key, count) -> keys.put(EncodedKey.of(key, StringUtf8Coder.of()), count));
    SkewSketch<EncodedKey> empty = SkewSketch.forShare(1.0 / 4096);
    long records = counts.values().stream().mapToLong(Long::longValue).sum();
    return SkewSketch.restored(
        new SkewSketch.Image<>(empty.share(), records, error, keys, empty.image().distinct()));
  }

  private static List<String> grids(JoinPlan plan) {
    return plan.grids().stream()
        .map(
            grid ->
                grid.left() + "x" + grid.right() + " " + grid.key().decode(StringUtf8Coder.of()))
        .toList();
  }

  @Test
  void splitsWhatACellWouldNotHold() {
    JoinPlan plan =
        SIZING.plan(
            sketch(Map.of("celebrity", 750_000L, "other", 7_500L, "rest", 5_000_000L)),
            sketch(Map.of("celebrity", 1L, "other", 1L, "hot right", 7_501L)));
    // Three quarters of 10 000 values a piece.
    assertThat(grids(plan)).containsExactly("667x1 rest", "100x1 celebrity", "1x2 hot right");
  }

  /** 10⁸ rows of one key are all there is: 1/64 each, of 1250 values by 1250. */
  @Test
  void splitsRowsByFairShare() {
    JoinPlan plan = SIZING.plan(sketch(Map.of("both", 10_000L)), sketch(Map.of("both", 10_000L)));
    assertThat(grids(plan)).containsExactly("10x10 both");
    assertThat(
            grids(
                new JoinSizing(1_000_000, 16, 0)
                    .plan(sketch(Map.of("both", 10_000L)), sketch(Map.of("both", 10_000L)))))
        .containsExactly("10x10 both");
  }

  /** Where any key may have more than a piece, those are split that certainly do. */
  @Test
  void leavesKeysWholeThatMayBeCold() {
    Map<String, Long> counts = Map.of("hot", 750_000L, "cold", 10L);
    assertThat(grids(SIZING.plan(sketch(counts, 7_600), sketch(Map.of()))))
        .containsExactly("102x1 hot");
    assertThat(grids(SIZING.plan(sketch(counts, 7_500), sketch(Map.of()))))
        .containsExactly("101x1 hot", "2x1 cold");
  }

  @Test
  void boundsGrids() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < JoinSizing.MAX_GRIDS + 10; i++) {
      counts.put("k" + i, i < 3 ? 20_000L : 8_000L);
    }
    List<String> grids = grids(SIZING.plan(sketch(Map.of()), sketch(counts)));
    assertThat(grids).hasSize(JoinSizing.MAX_GRIDS);
    assertThat(grids.subList(0, 3)).containsExactlyInAnyOrder("1x3 k0", "1x3 k1", "1x3 k2");
    assertThat(grids.subList(3, grids.size())).allMatch(grid -> grid.startsWith("1x2 "));
  }

  @Test
  void leavesSmallWorkWhole() {
    assertThat(SIZING.plan(sketch(Map.of("a", 1_000L)), sketch(Map.of("a", 1_000L))))
        .isEqualTo(JoinPlan.WHOLE);
    assertThat(SIZING.plan(sketch(Map.of()), sketch(Map.of()))).isEqualTo(JoinPlan.WHOLE);
  }

  @Test
  void broadcastsWhatIsSmall() {
    JoinSizing broadcast = new JoinSizing(10_000, 16, 5);
    SkewSketch<EncodedKey> left = sketch(Map.of("a", 1_000_000L));
    assertThat(broadcast.plan(left, sketch(Map.of("a", 5L)))).isEqualTo(JoinPlan.BROADCAST);
    assertThat(broadcast.plan(left, sketch(Map.of("a", 6L))).broadcastRight()).isFalse();
    assertThat(SIZING.plan(left, sketch(Map.of())).broadcastRight()).isFalse();
  }

  @Property(tries = 200)
  void keepsPiecesAndCellsInBounds(
      @ForAll @LongRange(max = 1L << 40) long left,
      @ForAll @LongRange(max = 1L << 40) long right,
      @ForAll @IntRange(min = 1, max = 100_000) int maxValues,
      @ForAll @IntRange(min = 1, max = 1000) int places) {
    JoinPlan plan =
        new JoinSizing(maxValues, places, 0)
            .plan(sketch(Map.of("k", left)), sketch(Map.of("k", right)));
    for (JoinPlan.Grid grid : plan.grids()) {
      assertThat((long) grid.left() * grid.right()).isBetween(2L, 1L << 16);
      if (grid.cells() < 1 << 15) {
        assertThat((left + grid.left() - 1) / grid.left()).isLessThanOrEqualTo(maxValues);
        assertThat((right + grid.right() - 1) / grid.right()).isLessThanOrEqualTo(maxValues);
      }
    }
    if (plan.grids().isEmpty()) {
      assertThat(Math.max(left, right)).isLessThanOrEqualTo(maxValues);
    }
  }
}
