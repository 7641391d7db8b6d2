package org.partitioners.flink;

/**
 * Finds hash codes that Flink puts into a wanted key group.
 *
 * <p>Flink places a key in key group {@code murmur(key.hashCode()) mod maxParallelism}, see {@code
 * KeyGroupRangeAssignment} and {@code MathUtils.murmurHash}. That murmur is MurmurHash3 (A.
 * Appleby, public domain) for one 32-bit block, followed by a fold of negative results {@code v} to
 * {@code -v}. Each of its steps before the fold is a bijection on 32 bits:
 *
 * <ul>
 *   <li>multiplication by an odd constant: undone by the constant's inverse modulo 2<sup>32</sup>;
 *   <li>rotation: undone by the opposite rotation;
 *   <li>{@code x ^ c}: its own inverse; {@code x + c}: {@code x - c};
 *   <li>{@code x ^ (x >>> s)}: for {@code s >= 16} its own inverse; for {@code s = 13} undone by
 *       {@code x ^ (x >>> 13) ^ (x >>> 26)}, the terms further out being shifted away.
 * </ul>
 *
 * <p>So the steps undone in reverse order give, for every {@code v >= 0}, a hash code with {@code
 * murmur(hashCode) = v}: the fold leaves such a value alone. With {@code v = q * maxParallelism +
 * g} the key group is {@code g} whatever {@code q} is. {@code q} keeps the hash codes within a key
 * group apart: were it constant, all keys of a key group would share one bucket of the heap state
 * map.
 */
final class KeyGroups {
  private static final int INVERSE_OF_C1 = 0xdee13bb1; // of 0xcc9e2d51
  private static final int INVERSE_OF_C2 = 0x56ed309b; // of 0x1b873593
  private static final int INVERSE_OF_5 = 0xcccccccd;
  private static final int INVERSE_OF_MIX1 = 0xa5cb9243; // of 0x85ebca6b
  private static final int INVERSE_OF_MIX2 = 0x7ed1b41d; // of 0xc2b2ae35

  private KeyGroups() {}

  /**
   * A hash code that falls into {@code keyGroup}; different hash codes for different values of
   * {@code spread} scaled to the {@code 2^31 / maxParallelism} hash codes there are.
   */
  static int hashCodeIn(int keyGroup, int maxParallelism, int spread) {
    int choices = (Integer.MAX_VALUE - keyGroup) / maxParallelism + 1;
    int q = scale(spread, choices);
    return inverseMurmur(q * maxParallelism + keyGroup);
  }

  /** Scales 32 random bits, read as unsigned, to {@code [0..bound)}, evenly. */
  static int scale(int randomBits, int bound) {
    return (int) ((Integer.toUnsignedLong(randomBits) * bound) >>> 32);
  }

  /** The hash code that Flink's murmur maps to {@code value}, for {@code value >= 0}. */
  static int inverseMurmur(int value) {
    int x = value;
    x ^= x >>> 16;
    x *= INVERSE_OF_MIX2;
    x ^= (x >>> 13) ^ (x >>> 26);
    x *= INVERSE_OF_MIX1;
    x ^= x >>> 16;
    x ^= 4;
    x = (x - 0xe6546b64) * INVERSE_OF_5;
    x = Integer.rotateRight(x, 13);
    x *= INVERSE_OF_C2;
    x = Integer.rotateRight(x, 15);
    return x * INVERSE_OF_C1;
  }

  /**
   * Mixes a key's hash so that what is left of it for spreading does not follow the partition,
   * which may have been taken from any bits of the same hash. A bijection: the finalizer of
   * SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
   */
  static long mix(long hash) {
    long x = hash + 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
