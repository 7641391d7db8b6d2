package org.partitioners.beam;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.partitioners.hash.HashAlgorithm;
import org.partitioners.hash.KeyHasher;

/**
 * Where a runner takes the groups of a grouping, as far as that is known. Immutable and
 * thread-safe.
 *
 * <p>Beam leaves placing to runners, so salted pieces of one key meet on a worker by chance. The
 * Flink runner's rules are known, as of Beam 2.70: salts can be chosen so that pieces go round the
 * places. Should a runner's rule be another, nothing is lost but that.
 */
public final class Placement implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MAX_PLACES = 1 << 15;
  private static final KeyHasher<byte[]> MURMUR = HashAlgorithm.MURMUR3.bytes(0);

  private enum Rule {
    UNKNOWN,
    FLINK_BATCH,
    FLINK_STREAMING
  }

  private final Rule rule;
  private final int places;
  private final int keyGroups;

  private Placement(Rule rule, int places, int keyGroups) {
    if (places < 1 || places > MAX_PLACES) {
      throw new IllegalArgumentException("places: " + places + " not in [1.." + MAX_PLACES + "]");
    }
    if (keyGroups < places || keyGroups > MAX_PLACES) {
      throw new IllegalArgumentException(
          "maxParallelism: " + keyGroups + " not in [" + places + ".." + MAX_PLACES + "]");
    }
    this.rule = rule;
    this.places = places;
    this.keyGroups = keyGroups;
  }

  /**
   * About so many places, and no more is known.
   *
   * @param places in [1..32768]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Placement unknown(int places) {
    return new Placement(Rule.UNKNOWN, places, MAX_PLACES);
  }

  /**
   * The Flink runner's in batch, where a group goes to a channel by the murmur hash of its encoded
   * key's and window's {@code Arrays.hashCode}.
   *
   * @param parallelism in [1..32768]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Placement flinkBatch(int parallelism) {
    return new Placement(Rule.FLINK_BATCH, parallelism, MAX_PLACES);
  }

  /**
   * The Flink runner's in streaming, and in batch with {@code --useDataStreamForBatch}, where a
   * group goes to a key group by the 128-bit murmur hash of its encoded key, and key groups go to
   * subtasks in ranges.
   *
   * @param parallelism in [1..maxParallelism]
   * @param maxParallelism at most 32768, as set by {@code --maxParallelism}
   * @throws IllegalArgumentException if a number is out of range
   */
  public static Placement flinkStreaming(int parallelism, int maxParallelism) {
    return new Placement(Rule.FLINK_STREAMING, parallelism, maxParallelism);
  }

  /** Whether the same key has other places in other windows. */
  boolean dependsOnWindow() {
    return rule == Rule.FLINK_BATCH;
  }

  int places() {
    return places;
  }

  /**
   * Salts for the cells of one key, such that cells go round the places from one on: no place has
   * more than one cell above any other. Empty if placement is not known; then any will do.
   *
   * @param salted the bytes of the key with a salt
   * @param window the bytes of the window
   */
  List<Integer> salts(int cells, long first, IntFunction<byte[]> salted, byte[] window) {
    if (rule == Rule.UNKNOWN) {
      return List.of();
    }
    int[] wanted = new int[places];
    int start = (int) Long.remainderUnsigned(first, places);
    for (int cell = 0; cell < cells; cell++) {
      wanted[(start + cell) % places]++;
    }
    List<Integer> salts = new ArrayList<>(cells);
    for (int salt = 0; salts.size() < cells; salt++) {
      int place = place(salted.apply(salt), window);
      if (wanted[place] > 0) {
        wanted[place]--;
        salts.add(salt);
      }
    }
    return salts;
  }

  /** The place of a group, if known. */
  int place(byte[] key, byte[] window) {
    if (rule == Rule.FLINK_STREAMING) {
      // Guava's asInt, which the runner takes, is the first four bytes.
      return murmur((int) MURMUR.hash(key)) % keyGroups * places / keyGroups;
    }
    byte[] both = Arrays.copyOf(key, key.length + window.length);
    System.arraycopy(window, 0, both, key.length, window.length);
    return murmur(Arrays.hashCode(both)) % places;
  }

  /**
   * MurmurHash3 of one int, without sign: Flink's {@code MathUtils.murmurHash}, step by step, for
   * it is Flink that places; here that is only foretold.
   *
   * @see <a href="https://github.com/aappleby/smhasher">SMHasher</a>
   */
  private static int murmur(int code) {
    int hash = Integer.rotateLeft(code * 0xcc9e2d51, 15) * 0x1b873593;
    hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    hash ^= Integer.BYTES;
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    hash ^= hash >>> 16;
    return hash == Integer.MIN_VALUE ? 0 : Math.abs(hash);
  }

  @Override
  public String toString() {
    return switch (rule) {
      case UNKNOWN -> "unknown(" + places + ")";
      case FLINK_BATCH -> "flinkBatch(" + places + ")";
      case FLINK_STREAMING -> "flinkStreaming(" + places + ", " + keyGroups + ")";
    };
  }
}
