package org.partitioners.hash;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import org.partitioners.RegionPartitioner.Assignment;

/** The hash space cut into pieces. */
final class Arcs {

  private Arcs() {}

  /**
   * The whole hash space, neighbouring pieces of one node joined.
   *
   * @param first the first hash of each piece, ascending from 0 as unsigned numbers
   * @param owner the name of each piece's node
   */
  static List<Assignment<HashArc>> joined(
      int pieces, IntToLongFunction first, IntFunction<String> owner) {
    List<Assignment<HashArc>> arcs = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= pieces; end++) {
      if (end == pieces || !owner.apply(end).equals(owner.apply(start))) {
        long last = end == pieces ? -1 : first.applyAsLong(end) - 1;
        arcs.add(
            new Assignment<>(new HashArc(first.applyAsLong(start) - 1, last), owner.apply(start)));
        start = end;
      }
    }
    return arcs;
  }
}
