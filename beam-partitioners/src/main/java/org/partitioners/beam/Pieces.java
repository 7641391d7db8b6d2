package org.partitioners.beam;

import org.apache.beam.sdk.coders.Coder;

/**
 * The pieces of a key, given in turn to a bundle's values. The first value's bytes tell where to
 * begin, so that many bundles of few values do not all begin with the same piece, and a bundle that
 * is done again gives each value its piece again.
 */
final class Pieces {
  private static final int NOT_BEGUN = -1;

  private final int number;
  private int last = NOT_BEGUN;

  Pieces(int number) {
    this.number = number;
  }

  <V> int next(V value, Coder<V> coder) {
    if (number == 1) {
      return 0;
    }
    if (last == NOT_BEGUN) {
      last = Math.floorMod(EncodedKey.of(value, coder).hash(), number);
    } else {
      last = last + 1 == number ? 0 : last + 1;
    }
    return last;
  }
}
