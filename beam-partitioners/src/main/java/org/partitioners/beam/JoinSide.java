package org.partitioners.beam;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.join.UnionCoder;
import org.jspecify.annotations.Nullable;

/**
 * A side of a join, and how its values are tagged on the way to their cells. For each piece, one
 * cell gives out what has no match; there, its values have the tag {@code value}, and in all other
 * cells {@code copy}. A mark tells a cell that its side has values in some other one.
 */
enum JoinSide {
  LEFT(0),
  RIGHT(3);

  private final int firstTag;

  JoinSide(int firstTag) {
    this.firstTag = firstTag;
  }

  static UnionCoder coder(Coder<?> left, Coder<?> right) {
    VoidCoder mark = VoidCoder.of();
    return UnionCoder.of(List.of(left, left, mark, right, right, mark));
  }

  RawUnionValue value(@Nullable Object value) {
    return new RawUnionValue(firstTag, value);
  }

  RawUnionValue copy(@Nullable Object value) {
    return new RawUnionValue(firstTag + 1, value);
  }

  RawUnionValue mark() {
    return new RawUnionValue(firstTag + 2, null);
  }

  boolean owns(RawUnionValue element) {
    return element.getUnionTag() >= firstTag && element.getUnionTag() <= firstTag + 2;
  }

  boolean isCopy(RawUnionValue element) {
    return element.getUnionTag() == firstTag + 1;
  }

  boolean isMark(RawUnionValue element) {
    return element.getUnionTag() == firstTag + 2;
  }

  int pieces(JoinPlan.Grid grid) {
    return this == LEFT ? grid.left() : grid.right();
  }

  /** Over how many cells each piece goes. */
  int copies(JoinPlan.Grid grid) {
    return this == LEFT ? grid.right() : grid.left();
  }

  int salt(JoinPlan.Grid grid, int piece, int copy) {
    return this == LEFT ? grid.salt(piece, copy) : grid.salt(copy, piece);
  }
}
