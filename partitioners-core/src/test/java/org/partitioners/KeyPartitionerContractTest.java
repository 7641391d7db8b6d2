package org.partitioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every partitioner must keep. A subclass names its partitioner and keys, and what it claims
 * beyond the contract; beside the subclass lies the resource {@code golden/SIMPLE_CLASS_NAME.txt}
 * with the {@link Assignments#table table} of a million assignments.
 *
 * @param <K> the type of key
 */
public abstract class KeyPartitionerContractTest<K> {

  /** Numbers of partitions: prime and not, a power of two and not, few and many. */
  static final List<Integer> SIZES = List.of(2, 3, 10, 64, 500);

  private static final int KEYS = 200_000;
  private static final int MANY_PARTITIONS = 1 << 16;

  /** The chance that all statistical tests of a subclass fail a sound partitioner. */
  private static final double SIGNIFICANCE = 1e-3;

  /** Which keys move when a partition is added at the end. */
  protected enum Movement {
    /** Only such as move to the new partition: the least that keeps the balance. */
    MINIMAL,
    /** Not promised. */
    ANY
  }

  /** A new partitioner; two with the same number of partitions must be alike. */
  protected abstract KeyPartitioner<K> partitioner(int numPartitions);

  /** The i-th of a fixed sequence of distinct keys. */
  protected abstract K key(long i);

  /** What is claimed about movement. */
  protected abstract Movement movement();

  /** The share of the keys that each partition is to get. */
  protected double[] shares(int numPartitions) {
    double[] shares = new double[numPartitions];
    Arrays.fill(shares, 1.0 / numPartitions);
    return shares;
  }

  /** The largest valid number of partitions, at least 65536. */
  protected int maxPartitions() {
    return MANY_PARTITIONS;
  }

  @Test
  void placesEveryKeyInRange() {
    for (int n : IntStream.of(1, 2, MANY_PARTITIONS, maxPartitions()).distinct().toArray()) {
      KeyPartitioner<K> partitioner = partitioner(n);
      assertThat(partitioner.numPartitions()).isEqualTo(n);
      for (int i = 0; i < 2_000; i++) {
        int place = partitioner.partition(key(i));
        assertThat(place).isBetween(0, n - 1);
      }
    }
  }

  @Test
  void refusesNumbersOfPartitionsOutOfRange() {
    for (int n : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> partitioner(n))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("numPartitions: " + n + " not in [1.." + maxPartitions() + "]");
    }
    if (maxPartitions() < Integer.MAX_VALUE) {
      int tooMany = maxPartitions() + 1;
      assertThatThrownBy(() -> partitioner(tooMany))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("numPartitions: " + tooMany + " not in [1.." + maxPartitions() + "]");
    }
  }

  @Test
  void refusesNullKeys() {
    KeyPartitioner<K> partitioner = partitioner(8);

    assertThatThrownBy(() -> partitioner.partition(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("key: ");
  }

  @Test
  void spreadsKeysAsClaimed() {
    for (int n : SIZES) {
      PartitionLoad load = PartitionLoad.of(partitioner(n), keys());

      assertThat(GTest.pValue(load.counts(), shares(n)))
          .as("probability of the load of %s partitions, %s", n, load)
          .isGreaterThan(SIGNIFICANCE / (2 * SIZES.size()));
    }
  }

  @Test
  void growthMovesKeysAsClaimed() {
    if (movement() == Movement.ANY) {
      return;
    }
    for (int n : SIZES) {
      KeyPartitioner<K> smaller = partitioner(n);
      KeyPartitioner<K> larger = partitioner(n + 1);
      long moved = 0;
      for (K key : keys()) {
        int before = smaller.partition(key);
        int after = larger.partition(key);
        if (before != after) {
          assertThat(after).as("where a key goes that leaves %s", before).isEqualTo(n);
          moved++;
        }
      }
      double newcomer = shares(n + 1)[n];

      assertThat(
              GTest.pValue(new long[] {moved, KEYS - moved}, new double[] {newcomer, 1 - newcomer}))
          .as("probability of %s moves from %s to %s partitions", moved, n, n + 1)
          .isGreaterThan(SIGNIFICANCE / (2 * SIZES.size()));
    }
  }

  @Test
  void placesAMillionKeysAsEver() throws IOException {
    String golden = "golden/" + getClass().getSimpleName() + ".txt";
    try (InputStream in = getClass().getResourceAsStream(golden)) {
      assertThat(in)
          .as("the resource %s, to hold:\n%s", golden, Assignments.table(this, KEYS))
          .isNotNull();
      assertThat(Assignments.table(this, KEYS))
          .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** The other process differs in all that must not matter: identity hashes, locale, encoding. */
  @Test
  void placesKeysAlikeInAnotherProcess() throws IOException, InterruptedException {
    int keys = 10_000;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2",
                "-Duser.language=tr",
                "-Duser.extensions=u-nu-arab",
                "-Dfile.encoding=ISO-8859-1",
                "-Duser.timezone=Pacific/Apia",
                "-cp",
                System.getProperty("java.class.path"),
                Assignments.class.getName(),
                getClass().getName(),
                Integer.toString(keys))
            .redirectErrorStream(true)
            .start();
    String table = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(table).isZero();
    assertThat(table).isEqualTo(Assignments.table(this, keys));
  }

  @Test
  void placesKeysAlikeAfterSerialization() throws IOException, ClassNotFoundException {
    for (int n : SIZES) {
      KeyPartitioner<K> partitioner = partitioner(n);
      KeyPartitioner<K> copy = copyOf(partitioner);

      assertThat(copy.numPartitions()).isEqualTo(n);
      assertThat(copy.fingerprint()).isEqualTo(partitioner.fingerprint());
      assertThat(Assignments.checksum(this, copy, 10_000))
          .isEqualTo(Assignments.checksum(this, partitioner, 10_000));
    }
  }

  @Test
  void servesManyThreads() throws Exception {
    KeyPartitioner<K> shared = partitioner(500);
    long expected = Assignments.checksum(this, shared, KEYS);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Long>> checksums = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        checksums.add(threads.submit(() -> Assignments.checksum(this, shared, KEYS)));
      }
      for (Future<Long> checksum : checksums) {
        assertThat(checksum.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void fingerprintTellsMappingsApart() {
    for (int n : SIZES) {
      String fingerprint = partitioner(n).fingerprint();

      assertThat(partitioner(n).fingerprint()).isEqualTo(fingerprint);
      assertThat(partitioner(n + 1).fingerprint()).isNotEqualTo(fingerprint);
      assertThat(fingerprint).matches("[ -~]{1,200}");
    }
  }

  @Test
  void allocatesNothingPerKey() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    KeyPartitioner<K> partitioner = partitioner(64);
    List<K> keys = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      keys.add(key(i));
    }
    int calls = 20 * keys.size();
    long places = 0;
    long least = Long.MAX_VALUE;
    // The least of some runs: loading classes and compiling may allocate in the first.
    for (int run = 0; run < 5; run++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        places += partitioner.partition(keys.get(i % keys.size()));
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(places).isPositive();
    assertThat(least).as("bytes allocated by %s calls", calls).isLessThan(calls / 10);
  }

  private Iterable<K> keys() {
    return () -> LongStream.range(0, KEYS).mapToObj(this::key).iterator();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Serializable> T copyOf(T object)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
