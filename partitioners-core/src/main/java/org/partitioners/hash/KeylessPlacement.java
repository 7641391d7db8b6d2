package org.partitioners.hash;

/**
 * Where a sender's records without a key go: anywhere, as long as all partitions get alike. The two
 * policies are those of Kafka's producer.
 *
 * <p>A placement belongs to one sender: it remembers what was sent, is not thread-safe, and is no
 * {@link org.partitioners.KeyPartitioner}. O(1) and no allocation per record.
 */
public abstract sealed class KeylessPlacement {

  static final String NULL_KEY =
      "key: null has no partition of its own; place records without a key by a KeylessPlacement";

  private final int numPartitions;

  private KeylessPlacement(int numPartitions) {
    this.numPartitions =
        HashPartitioners.checkIn("numPartitions", numPartitions, Integer.MAX_VALUE);
  }

  /**
   * Each record to the next partition in turn, from 0: exactly even, in the smallest batches. As
   * Kafka's {@code RoundRobinPartitioner}.
   *
   * @param numPartitions in [1..2³¹ − 1]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static KeylessPlacement roundRobin(int numPartitions) {
    return new RoundRobin(numPartitions);
  }

  /**
   * Stays with a random partition until it has been sent a batch, then draws the next, which may be
   * the same: even in the long run, in full batches. As Kafka's default, in the form of <a
   * href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-794%3A+Strictly+Uniform+Sticky+Partitioner">KIP-794</a>
   * (a batch's bytes rather than its completion decide), without regard to how fast brokers answer.
   *
   * @param numPartitions in [1..2³¹ − 1]
   * @param batchBytes after how many bytes to change, in [1..2³¹ − 1]; Kafka's {@code batch.size}
   *     is 16384
   * @param seed decides which partitions come when; give each sender its own
   * @throws IllegalArgumentException if a number is out of range
   */
  public static KeylessPlacement stickyBatch(int numPartitions, int batchBytes, long seed) {
    return new StickyBatch(numPartitions, batchBytes, seed);
  }

  /** The number of partitions. */
  public final int numPartitions() {
    return numPartitions;
  }

  /**
   * The partition of the next record.
   *
   * @param recordBytes the record's size, not negative
   * @return a number in [0..{@link #numPartitions()})
   * @throws IllegalArgumentException if the size is negative
   */
  public final int next(int recordBytes) {
    if (recordBytes < 0) {
      throw new IllegalArgumentException(
          "recordBytes: " + recordBytes + " not in [0.." + Integer.MAX_VALUE + "]");
    }
    return place(recordBytes);
  }

  abstract int place(int recordBytes);

  /** As {@code roundRobin(24)} or {@code stickyBatch(24, 16384 bytes)}. */
  @Override
  public abstract String toString();

  private static final class RoundRobin extends KeylessPlacement {
    private int next;

    RoundRobin(int numPartitions) {
      super(numPartitions);
    }

    @Override
    int place(int recordBytes) {
      int place = next;
      next = place + 1 == numPartitions() ? 0 : place + 1;
      return place;
    }

    @Override
    public String toString() {
      return "roundRobin(" + numPartitions() + ")";
    }
  }

  private static final class StickyBatch extends KeylessPlacement {
    private final int batchBytes;
    private final long seed;
    private long batches;
    private long sent;
    private int place;

    StickyBatch(int numPartitions, int batchBytes, long seed) {
      super(numPartitions);
      this.batchBytes = HashPartitioners.checkIn("batchBytes", batchBytes, Integer.MAX_VALUE);
      this.seed = SplitMix64.output(seed);
      this.place = draw();
    }

    private int draw() {
      long random = SplitMix64.output(seed + batches++);
      return (int) (((random >>> 32) * numPartitions()) >>> 32);
    }

    @Override
    int place(int recordBytes) {
      if (sent >= batchBytes) {
        sent = 0;
        place = draw();
      }
      sent += recordBytes;
      return place;
    }

    @Override
    public String toString() {
      return "stickyBatch(" + numPartitions() + ", " + batchBytes + " bytes)";
    }
  }
}
