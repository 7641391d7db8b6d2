package org.partitioners.hash;

import java.util.UUID;

/**
 * Hashers for the common key types, all of them XXH3 with 64 bits (<a
 * href="https://github.com/Cyan4973/xxHash">xxHash</a>, as implemented by hash4j).
 *
 * <p>What is hashed is fixed, so that other programs can compute the same: the bytes named with
 * each method, little-endian, seeded by {@code XXH3_64bits_withSeed}. Without a seed the seed is 0.
 * Different seeds give independent hashes; use one where a hash must not correlate with another
 * stage's.
 *
 * <p>Hashing takes time linear in the key's length (10 to 30 ns for a string of 16 to 32
 * characters) and allocates nothing.
 */
public final class KeyHashers {

  private KeyHashers() {}

  /** Strings, by their UTF-16 code units; seed 0. */
  public static KeyHasher<String> strings() {
    return strings(0);
  }

  /** Strings, by their UTF-16 code units (two bytes each). */
  public static KeyHasher<String> strings(long seed) {
    return HashAlgorithm.XXH3.strings(seed);
  }

  /** Byte arrays, by content; seed 0. */
  public static KeyHasher<byte[]> bytes() {
    return bytes(0);
  }

  /** Byte arrays, by content. */
  public static KeyHasher<byte[]> bytes(long seed) {
    return HashAlgorithm.XXH3.bytes(seed);
  }

  /** Longs, by their eight bytes; seed 0. */
  public static KeyHasher<Long> longs() {
    return longs(0);
  }

  /** Longs, by their eight bytes. */
  public static KeyHasher<Long> longs(long seed) {
    return HashAlgorithm.XXH3.longs(seed);
  }

  /** Ints, by their four bytes; seed 0. An int and the equal long hash differently. */
  public static KeyHasher<Integer> ints() {
    return ints(0);
  }

  /** Ints, by their four bytes. An int and the equal long hash differently. */
  public static KeyHasher<Integer> ints(long seed) {
    return HashAlgorithm.XXH3.ints(seed);
  }

  /** UUIDs, by their most and then their least significant eight bytes; seed 0. */
  public static KeyHasher<UUID> uuids() {
    return uuids(0);
  }

  /** UUIDs, by their most and then their least significant eight bytes. */
  public static KeyHasher<UUID> uuids(long seed) {
    return HashAlgorithm.XXH3.uuids(seed);
  }

  /**
   * Keys of any type, by the parts that a funnel puts; seed 0. See {@link #of(String, KeyFunnel,
   * long)}.
   */
  public static <K> KeyHasher<K> of(String name, KeyFunnel<? super K> funnel) {
    return of(name, funnel, 0);
  }

  /**
   * Keys of any type, by the parts that a funnel puts:
   *
   * <pre>{@code
   * KeyHashers.of("order, line", (line, parts) -> parts.putLong(line.order()).putInt(line.number()))
   * }</pre>
   *
   * <p>Allocates one stream of about a kilobyte per thread, and nothing per call unless the funnel
   * does.
   *
   * @param name stands for the funnel in the fingerprint and in {@code equals}, since code cannot
   *     be compared: change it whenever the funnel puts something else
   * @param funnel puts the parts of a key
   * @param seed the seed
   * @throws IllegalArgumentException if the name is blank
   */
  public static <K> KeyHasher<K> of(String name, KeyFunnel<? super K> funnel, long seed) {
    return new FunnelHasher<>(name, funnel, seed);
  }

  /**
   * Keys of any type, by one part that has a hasher: a record by a field, or by an encoding as
   * bytes, with any {@link HashAlgorithm}.
   *
   * <pre>{@code
   * KeyHashers.by("order id", Order::id, HashAlgorithm.SIPHASH_2_4.strings(seed))
   * }</pre>
   *
   * @param name stands for the part in the fingerprint and in {@code equals}: change it whenever
   *     another part is taken
   * @param part gives the part, never null for a key; equal keys have equal parts
   * @param hasher hashes the part
   * @throws IllegalArgumentException if the name is blank
   */
  public static <K, P> KeyHasher<K> by(
      String name, KeyPart<? super K, ? extends P> part, KeyHasher<P> hasher) {
    return new PartHasher<K, P>(name, part, hasher);
  }
}
