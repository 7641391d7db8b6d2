package org.partitioners.beam;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.SkewSketch;

/**
 * Into how many pieces the sides of a key go, from what sketches know of their numbers.
 *
 * @param maxValues how many values of a side a cell should hold at most
 * @param places how many workers there are, about
 * @param broadcastBelow up to how many elements the right side is broadcast
 */
record JoinSizing(int maxValues, int places, long broadcastBelow) implements Serializable {

  /** How many pieces make up a place's fair share: enough for chance to place them evenly. */
  private static final int PIECES_PER_PLACE = 4;

  /** Fewer values are not worth a piece: each value is copied once for so many rows at least. */
  private static final int MIN_PIECE = 1_000;

  /** Fewer rows are not worth a cell. */
  private static final double MIN_ROWS = 1 << 20;

  private static final int MAX_CELLS = 1 << 16;

  /**
   * Every bundle looks at all grids; of more keys than this, a cell each may have to use a file.
   */
  static final int MAX_GRIDS = 1 << 14;

  /** How often a key comes, as far as known; 0 if too seldom to be known. */
  private static final class Sides {
    private long left;
    private long right;

    double rows() {
      return (double) left * right;
    }
  }

  JoinSizing withoutBroadcast() {
    return new JoinSizing(maxValues, places, 0);
  }

  JoinPlan plan(SkewSketch<EncodedKey> left, SkewSketch<EncodedKey> right) {
    if (broadcastBelow > 0 && right.records() <= broadcastBelow) {
      return JoinPlan.BROADCAST;
    }
    long piece = piece(left.records() + right.records());
    Map<EncodedKey, Sides> keys = new LinkedHashMap<>();
    for (HeavyHitter<EncodedKey> hitter : left.heavyHitters().above(0)) {
      keys.computeIfAbsent(hitter.key(), key -> new Sides()).left = count(hitter, piece);
    }
    for (HeavyHitter<EncodedKey> hitter : right.heavyHitters().above(0)) {
      keys.computeIfAbsent(hitter.key(), key -> new Sides()).right = count(hitter, piece);
    }
    double rows = keys.values().stream().mapToDouble(Sides::rows).sum();
    double cell = Math.max(MIN_ROWS, rows / ((double) PIECES_PER_PLACE * places));
    List<JoinPlan.Grid> grids = new ArrayList<>();
    keys.forEach(
        (key, sides) -> {
          JoinPlan.Grid grid = grid(key, sides, piece, cell);
          if (grid.cells() > 1) {
            grids.add(grid);
          }
        });
    grids.sort(Comparator.comparingInt((JoinPlan.Grid grid) -> -grid.cells()));
    return new JoinPlan(false, grids.size() > MAX_GRIDS ? grids.subList(0, MAX_GRIDS) : grids);
  }

  /**
   * At most, as long as that says something. Where the sketch's error is more than a piece, all
   * keys that it knows may have so many, and only those are split that certainly do.
   */
  private static long count(HeavyHitter<EncodedKey> hitter, long piece) {
    long error = hitter.upperBound() - hitter.lowerBound();
    return error <= piece || hitter.lowerBound() > piece
        ? hitter.upperBound()
        : hitter.lowerBound();
  }

  /** A quarter is left free, for pieces are not filled quite evenly. */
  private long piece(long records) {
    long fair = records / ((long) PIECES_PER_PLACE * places);
    return Math.max(1, Math.min(3L * maxValues / 4, Math.max(MIN_PIECE, fair)));
  }

  private static JoinPlan.Grid grid(EncodedKey key, Sides sides, long piece, double cell) {
    long left = Math.min(MAX_CELLS, 1 + Math.max(0, sides.left - 1) / piece);
    long right = Math.min(MAX_CELLS / left, 1 + Math.max(0, sides.right - 1) / piece);
    while (sides.rows() / (left * right) > cell && 2 * left * right <= MAX_CELLS) {
      if (sides.left / left >= sides.right / right) {
        left *= 2;
      } else {
        right *= 2;
      }
    }
    return new JoinPlan.Grid(key, (int) left, (int) Math.max(1, right), List.of());
  }
}
