package org.partitioners.beam;

import java.util.List;

/**
 * How to join, in one window: what both sides go by, so that they meet.
 *
 * @param broadcastRight whether the right side goes to every left record as a side input
 * @param grids the keys that are split; all others meet whole
 */
record JoinPlan(boolean broadcastRight, List<Grid> grids) {

  /** Splits nothing. */
  static final JoinPlan WHOLE = new JoinPlan(false, List.of());

  /** Broadcasts the right side. */
  static final JoinPlan BROADCAST = new JoinPlan(true, List.of());

  JoinPlan {
    grids = List.copyOf(grids);
  }

  /**
   * The pieces of a key. A left piece meets all right ones, each in a cell of its own, and so do
   * right pieces.
   *
   * @param left how many pieces the left side is in, at least 1
   * @param right how many pieces the right side is in, at least 1
   * @param salts of the cells, row after row of the left pieces; none for 0, 1, 2 ...
   */
  record Grid(EncodedKey key, int left, int right, List<Integer> salts) {
    Grid {
      salts = List.copyOf(salts);
    }

    int cells() {
      return left * right;
    }

    int salt(int leftPiece, int rightPiece) {
      int cell = leftPiece * right + rightPiece;
      return salts.isEmpty() ? cell : salts.get(cell);
    }
  }
}
