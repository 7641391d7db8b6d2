package org.partitioners.skew;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.partitioners.PartitionLoad;

/**
 * Sends a skewed stream through groupings, as several senders that know nothing of each other, and
 * measures how even the load is that they cause together and how much state it costs.
 */
public final class GroupingSimulation {

  /**
   * A stream of keys by Zipf's law, dealt to the senders in turn.
   *
   * @param records how many
   * @param keys how many distinct ones
   * @param z the exponent
   * @param celebrityEvery after so many records the most frequent key changes places with another
   *     drawn at random; 0: never
   */
  public record Stream(long records, int keys, double z, long celebrityEvery) {

    /** A stream that stays as it is. */
    public static Stream stationary(long records, int keys, double z) {
      return new Stream(records, keys, z, 0);
    }

    /** The same with a most frequent key that changes. */
    public Stream withCelebrityEvery(long every) {
      return new Stream(records, keys, z, every);
    }
  }

  /**
   * What came of it.
   *
   * @param load the records of each place
   * @param pairs how many keys and places there are of which the one has a record at the other
   * @param keys how many keys have a record
   * @param worstWindow the largest imbalance of any window of {@value #WINDOW} records that begins
   *     at a multiple of a tenth of that
   */
  public record Result(PartitionLoad load, int pairs, int keys, double worstWindow) {

    /** (max − mean) / all. */
    public double imbalance() {
      return load.imbalance();
    }

    /** Pairs per key. */
    public double state() {
      return (double) pairs / keys;
    }
  }

  /** The length of the windows. */
  public static final int WINDOW = 100_000;

  private static final int STEPS = 10;
  private static final int SENDERS = 5;

  private GroupingSimulation() {}

  /** Runs five senders, each with a grouping of its own. */
  public static Result run(Supplier<Grouping> groupings, Stream stream, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ZipfKeys zipf = new ZipfKeys(stream.keys(), stream.z());
    Grouping[] senders = new Grouping[SENDERS];
    Arrays.setAll(senders, i -> groupings.get());
    int numPlaces = senders[0].numPlaces();

    long[] hashes = hashes(stream.keys(), random);
    int[] keyOfRank = new int[stream.keys()];
    Arrays.setAll(keyOfRank, rank -> rank);

    long[] load = new long[numPlaces];
    BitSet pairs = new BitSet();
    BitSet keys = new BitSet();
    Windows windows = new Windows(numPlaces);
    for (long i = 0; i < stream.records(); i++) {
      if (stream.celebrityEvery() > 0 && i > 0 && i % stream.celebrityEvery() == 0) {
        swap(keyOfRank, 0, 1 + random.nextInt(stream.keys() - 1));
      }
      int key = keyOfRank[zipf.next(random)];
      int place = senders[(int) (i % SENDERS)].place(hashes[key]);
      load[place]++;
      pairs.set(key * numPlaces + place);
      keys.set(key);
      if ((i + 1) % (WINDOW / STEPS) == 0) {
        windows.step(load);
      }
    }
    return new Result(
        PartitionLoad.of(load), pairs.cardinality(), keys.cardinality(), windows.worst);
  }

  private static long[] hashes(int keys, SplittableRandom random) {
    long[] hashes = new long[keys];
    Arrays.setAll(hashes, key -> random.nextLong());
    return hashes;
  }

  private static void swap(int[] array, int i, int j) {
    int kept = array[i];
    array[i] = array[j];
    array[j] = kept;
  }

  /** The loads at the last steps, and the worst window between two of them. */
  private static final class Windows {

    private final long[][] loads;
    private int steps;
    private double worst;

    Windows(int numPlaces) {
      this.loads = new long[STEPS + 1][numPlaces];
    }

    void step(long[] load) {
      steps++;
      System.arraycopy(load, 0, loads[steps % loads.length], 0, load.length);
      if (steps >= STEPS) {
        long[] before = loads[(steps - STEPS) % loads.length];
        long[] window = new long[load.length];
        Arrays.setAll(window, place -> load[place] - before[place]);
        worst = Math.max(worst, PartitionLoad.of(window).imbalance());
      }
    }
  }
}
