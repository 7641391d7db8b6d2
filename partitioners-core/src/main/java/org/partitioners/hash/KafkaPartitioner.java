package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.partitioners.Described;
import org.partitioners.Description;
import org.partitioners.KeyPartitioner;

/**
 * Places keys where Kafka's own producer does: the partition is {@code toPositive(murmur2(bytes))
 * mod n} over the bytes that Kafka's serializer for the type makes of the key. So a job can line up
 * with a topic's partitions, or write to them from outside a producer. The murmur2 and its seed are
 * those of Kafka's {@code Utils} (<a
 * href="https://kafka.apache.org/documentation/#producerconfigs_partitioner.class">partitioner.class</a>),
 * after Appleby's MurmurHash2.
 *
 * <p>The hash has 31 bits, so partitions are even to within n/2³¹ of their share. O(length of the
 * key), no allocation for keys of up to 64 KiB as bytes. A change of n moves nearly every key, as
 * adding partitions to a topic does. For records without a key see {@link KeylessPlacement}.
 *
 * @param <K> the type of key
 */
public abstract class KafkaPartitioner<K> implements KeyPartitioner<K>, Described {
  private static final long serialVersionUID = 1;

  private static final int SEED = 0x9747B28C;
  private static final int MULTIPLIER = 0x5BD1E995;
  private static final int SHIFT = 24;

  private final int numPartitions;

  private KafkaPartitioner(int numPartitions) {
    this.numPartitions =
        HashPartitioners.checkIn("numPartitions", numPartitions, Integer.MAX_VALUE);
  }

  /**
   * For byte arrays, and every key that has been serialized already.
   *
   * @param numPartitions the topic's partitions, in [1..2³¹ − 1]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static KafkaPartitioner<byte[]> bytes(int numPartitions) {
    return new OfBytes(numPartitions);
  }

  /**
   * For strings, as {@code StringSerializer} writes them by default: in UTF-8.
   *
   * @param numPartitions the topic's partitions, in [1..2³¹ − 1]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static KafkaPartitioner<String> strings(int numPartitions) {
    return new OfString(numPartitions);
  }

  /**
   * For longs, as {@code LongSerializer} writes them: eight bytes, big-endian.
   *
   * @param numPartitions the topic's partitions, in [1..2³¹ − 1]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static KafkaPartitioner<Long> longs(int numPartitions) {
    return new OfLong(numPartitions);
  }

  /**
   * For ints, as {@code IntegerSerializer} writes them: four bytes, big-endian.
   *
   * @param numPartitions the topic's partitions, in [1..2³¹ − 1]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static KafkaPartitioner<Integer> ints(int numPartitions) {
    return new OfInt(numPartitions);
  }

  /**
   * For UUIDs, as {@code UUIDSerializer} writes them: as their 36 characters.
   *
   * @param numPartitions the topic's partitions, in [1..2³¹ − 1]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static KafkaPartitioner<UUID> uuids(int numPartitions) {
    return new OfUuid(numPartitions);
  }

  static KafkaPartitioner<?> described(String input, int numPartitions) {
    return switch (input) {
      case "string" -> strings(numPartitions);
      case "bytes" -> bytes(numPartitions);
      case "long" -> longs(numPartitions);
      case "int" -> ints(numPartitions);
      case "uuid" -> uuids(numPartitions);
      default -> throw new IllegalArgumentException("kafka: unknown input " + input);
    };
  }

  /** What is hashed, as the fingerprint names it. */
  abstract String input();

  /** Kafka's {@code toPositive} clears the sign instead of taking the absolute value. */
  final int partitionOf(byte[] bytes, int length) {
    return (murmur2(bytes, length) & Integer.MAX_VALUE) % numPartitions;
  }

  static int murmur2(byte[] bytes, int length) {
    int hash = SEED ^ length;
    int tail = length & ~3;
    for (int i = 0; i < tail; i += Integer.BYTES) {
      int block = (int) KeyBytes.LITTLE_INT.get(bytes, i) * MULTIPLIER;
      hash = (hash * MULTIPLIER) ^ ((block ^ (block >>> SHIFT)) * MULTIPLIER);
    }
    int rest = 0;
    for (int i = length - 1; i >= tail; i--) {
      rest = (rest << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    if (tail < length) {
      hash = (hash ^ rest) * MULTIPLIER;
    }
    hash = (hash ^ (hash >>> 13)) * MULTIPLIER;
    return hash ^ (hash >>> 15);
  }

  @Override
  public final int numPartitions() {
    return numPartitions;
  }

  @Override
  public final Description description() {
    return Description.of("kafka").with("partitions", numPartitions).with("input", input());
  }

  @Override
  public final String fingerprint() {
    return "kafka(" + numPartitions + ")/murmur2(" + input() + ")";
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof KafkaPartitioner<?> that && fingerprint().equals(that.fingerprint());
  }

  @Override
  public final int hashCode() {
    return fingerprint().hashCode();
  }

  @Override
  public final String toString() {
    return fingerprint();
  }

  private static final class OfBytes extends KafkaPartitioner<byte[]> {
    private static final long serialVersionUID = 1;

    OfBytes(int numPartitions) {
      super(numPartitions);
    }

    @Override
    public int partition(byte[] key) {
      return partitionOf(requireNonNull(key, KeylessPlacement.NULL_KEY), key.length);
    }

    @Override
    String input() {
      return "bytes";
    }
  }

  private static final class OfString extends KafkaPartitioner<String> {
    private static final long serialVersionUID = 1;

    OfString(int numPartitions) {
      super(numPartitions);
    }

    @Override
    public int partition(String key) {
      requireNonNull(key, KeylessPlacement.NULL_KEY);
      byte[] buffer = KeyBytes.buffer(Utf8.MAX_BYTES_PER_CHAR * key.length());
      return partitionOf(buffer, Utf8.encode(key, buffer));
    }

    @Override
    String input() {
      return "string";
    }
  }

  private static final class OfLong extends KafkaPartitioner<Long> {
    private static final long serialVersionUID = 1;

    OfLong(int numPartitions) {
      super(numPartitions);
    }

    @Override
    public int partition(Long key) {
      requireNonNull(key, KeylessPlacement.NULL_KEY);
      byte[] buffer = KeyBytes.buffer(Long.BYTES);
      KeyBytes.BIG_LONG.set(buffer, 0, (long) key);
      return partitionOf(buffer, Long.BYTES);
    }

    @Override
    String input() {
      return "long";
    }
  }

  private static final class OfInt extends KafkaPartitioner<Integer> {
    private static final long serialVersionUID = 1;

    OfInt(int numPartitions) {
      super(numPartitions);
    }

    @Override
    public int partition(Integer key) {
      requireNonNull(key, KeylessPlacement.NULL_KEY);
      byte[] buffer = KeyBytes.buffer(Integer.BYTES);
      KeyBytes.BIG_INT.set(buffer, 0, (int) key);
      return partitionOf(buffer, Integer.BYTES);
    }

    @Override
    String input() {
      return "int";
    }
  }

  private static final class OfUuid extends KafkaPartitioner<UUID> {
    private static final long serialVersionUID = 1;
    private static final int LENGTH = 36;

    OfUuid(int numPartitions) {
      super(numPartitions);
    }

    @Override
    public int partition(UUID key) {
      requireNonNull(key, KeylessPlacement.NULL_KEY);
      byte[] buffer = KeyBytes.buffer(LENGTH);
      Utf8.encode(key, buffer);
      return partitionOf(buffer, LENGTH);
    }

    @Override
    String input() {
      return "uuid";
    }
  }
}
