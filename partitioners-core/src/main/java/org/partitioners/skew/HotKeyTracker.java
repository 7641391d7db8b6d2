package org.partitioners.skew;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells the hot keys of one sender's stream from the others, record by record, and keeps up with
 * keys that become hot and that cool down.
 *
 * <p>About one record in {@value #SAMPLING} is counted, drawn by a generator with a fixed seed, so
 * that telling costs far less than sending a record. A key is hot from the moment its count fulfils
 * the rule; whether it still does is looked at each time the counts are halved, and then half as
 * much is enough, lest keys at the limit come and go. A key whose share rises from nothing to p,
 * with a rule of share s, is thus hot after about {@code max(64, 2·halfLife·s)/p} of its sender's
 * records; by chance, or with p close to s, after twice as many. A key with fewer than 64 records
 * in a half-life may never be found. One that stops being hot is forgotten a half-life or two after
 * its count, halved each half-life, has come down to the limit.
 *
 * <p>Which keys are hot decides how fast something is, never its result: nothing here need be in a
 * snapshot, and after a restart the hot keys are found anew.
 *
 * <p>Keys are known by their 64-bit hash, which must be well mixed; keys with equal hashes are one
 * key. Telling takes constant time, amortised, and allocates nothing except when the set of hot
 * keys grows. Memory is 21 to 43 bytes for each counter of the head. Mutable and not thread-safe;
 * deterministic: the same records in the same order give the same answers.
 */
public final class HotKeyTracker {

  /** One record in so many is counted, on average. */
  public static final int SAMPLING = 8;

  /** With fewer counted records a key's share is anyone's guess. */
  private static final int MIN_COUNT = 8;

  /** Gaps between counted records are in [1..GAPS], {@value #SAMPLING} on average. */
  private static final int GAPS = 2 * SAMPLING - 1;

  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final double share;
  private final long count;
  private final int limit;

  /** Null where the hot keys are told. */
  private final @Nullable HeadCounts counts;

  private final HashSet64 hot = new HashSet64();
  private long random = HashMix.GOLDEN_GAMMA;
  private int untilSample = 1;
  private long selectAt = 1;

  private HotKeyTracker(double share, long count, int limit, @Nullable HeadCounts counts) {
    this.share = share;
    this.count = count;
    this.limit = limit;
    this.counts = counts;
  }

  private static HeadCounts counts(Head head) {
    return new HeadCounts(head.counters(), Math.max(1, head.halfLife() / SAMPLING));
  }

  /** Hot are the keys that {@link #tell} says; nothing is counted. None at first. */
  public static HotKeyTracker told() {
    return new HotKeyTracker(0, 0, NO_LIMIT, null);
  }

  /**
   * Hot is a key of the head: one with at least its share of the sender's records, and 64 of them.
   */
  public static HotKeyTracker aboveShare(Head head) {
    return new HotKeyTracker(head.share(), 0, NO_LIMIT, counts(head));
  }

  /**
   * Hot is a key with at least so many of the sender's records, as decayed: the latest half-life's
   * and half of those before, and so on.
   *
   * @param count in [1..2³⁰]
   * @param head how keys are counted; its share is not looked at
   * @throws IllegalArgumentException if the count is out of range
   */
  public static HotKeyTracker aboveCount(long count, Head head) {
    if (count < 1 || count > 1 << 30) {
      throw new IllegalArgumentException("count: " + count + " not in [1.." + (1 << 30) + "]");
    }
    return new HotKeyTracker(0, Math.max(1, count / SAMPLING), NO_LIMIT, counts(head));
  }

  /**
   * Hot are the most frequent keys, so many of them, as far as each has half the head's share and
   * 32 records. Looked at when the sender's records have doubled, then twice in a half-life.
   *
   * @param limit in [1..counters of the head]
   * @throws IllegalArgumentException if the limit is out of range
   */
  public static HotKeyTracker top(int limit, Head head) {
    if (limit < 1 || limit > head.counters()) {
      throw new IllegalArgumentException(
          "limit: " + limit + " not in [1.." + head.counters() + "], the counters of the head");
    }
    return new HotKeyTracker(head.share(), 0, limit, counts(head));
  }

  /**
   * Takes note of a record, and says whether its key is hot. The one call a sender makes for each
   * record.
   */
  public boolean observe(long keyHash) {
    if (counts != null && --untilSample == 0) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      untilSample = 1 + (int) (((random >>> 32) * GAPS) >>> 32);
      sample(counts, keyHash);
    }
    return hot.contains(keyHash);
  }

  /** Whether a key is hot, without taking note of it. */
  public boolean isHot(long keyHash) {
    return hot.contains(keyHash);
  }

  /** How many keys are hot. */
  public int numHot() {
    return hot.size();
  }

  /** Replaces the hot keys by these, which a tracker that counts reconsiders in time. */
  public void tell(long... keyHashes) {
    hot.clear();
    for (long keyHash : keyHashes) {
      hot.add(keyHash);
    }
  }

  private void sample(HeadCounts counts, long keyHash) {
    int slot = counts.add(keyHash);
    if (limit == NO_LIMIT) {
      if (counts.count(slot) >= threshold(counts)) {
        hot.add(keyHash);
      }
    } else if (counts.total() >= selectAt) {
      select(counts);
      selectAt = counts.total() * 2;
    }
    if (counts.due()) {
      counts.age();
      selectAt = counts.total() + counts.total() / 2;
      reconsider(counts);
    }
  }

  private double threshold(HeadCounts counts) {
    return count > 0 ? count : Math.max(MIN_COUNT, share * counts.total());
  }

  private void reconsider(HeadCounts counts) {
    if (limit != NO_LIMIT) {
      select(counts);
      return;
    }
    double enough = threshold(counts) / 2;
    hot.clear();
    for (int slot = 0; slot < counts.slots(); slot++) {
      if (counts.count(slot) >= enough) {
        hot.add(counts.hash(slot));
      }
    }
  }

  private void select(HeadCounts counts) {
    long[] ranked = new long[counts.slots()];
    int size = 0;
    double enough = threshold(counts) / 2;
    for (int slot = 0; slot < counts.slots(); slot++) {
      if (counts.count(slot) >= enough) {
        ranked[size++] = ((long) counts.count(slot) << 32) | slot;
      }
    }
    Arrays.sort(ranked, 0, size);
    hot.clear();
    for (int rank = size - 1; rank >= Math.max(0, size - limit); rank--) {
      hot.add(counts.hash((int) ranked[rank]));
    }
  }

  /** As {@code HotKeyTracker[3 hot keys]}. */
  @Override
  public String toString() {
    return "HotKeyTracker[" + hot.size() + " hot keys]";
  }
}
