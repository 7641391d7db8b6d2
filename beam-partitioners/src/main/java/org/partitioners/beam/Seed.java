package org.partitioners.beam;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * Numbers that tell bundles apart by their first elements, in place of random ones: some runners do
 * a bundle again where part of its output was lost, and would double and lose elements if those
 * took other ways then. Where a bundle's input comes in another order nothing helps but that.
 */
final class Seed {
  private Seed() {}

  /** Uniform, and the same on every machine; elements that are alike in all this share a seed. */
  static <T> long of(T element, Coder<T> coder, Instant timestamp, BoundedWindow window) {
    long seed = EncodedKey.of(element, coder).hash();
    seed = mix(seed + timestamp.getMillis());
    return mix(seed + window.maxTimestamp().getMillis());
  }

  /**
   * Stafford's thirteenth mixer, as in {@link java.util.SplittableRandom}.
   *
   * @see <a href="https://zimbry.blogspot.com/2011/09/better-bit-mixing-improving-on.html">Better
   *     Bit Mixing</a>
   */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
