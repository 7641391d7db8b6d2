package org.partitioners.beam;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * The pieces of a key, given in turn to a bundle's values. The first element tells where to begin,
 * with its timestamp and window, so that many bundles of few values do not all begin with the same
 * piece, and a bundle that is done again in the same order gives each value its piece again.
 * Bundles whose first elements are alike in all of that begin with the same piece.
 */
final class Pieces {
  private static final int NOT_BEGUN = -1;

  private final int number;
  private int last = NOT_BEGUN;

  Pieces(int number) {
    this.number = number;
  }

  <K, V> int next(KV<K, V> element, KvCoder<K, V> coder, Instant timestamp, BoundedWindow window) {
    if (number == 1) {
      return 0;
    }
    if (last == NOT_BEGUN) {
      last = Math.floorMod(Seed.of(element, coder, timestamp, window), number);
    } else {
      last = last + 1 == number ? 0 : last + 1;
    }
    return last;
  }
}
