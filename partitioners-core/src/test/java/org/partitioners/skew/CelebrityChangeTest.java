package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of groupings when another key becomes the most frequent one. A million records per
 * stream, or as many as {@code -Dpartitioners.simulation.records} says.
 */
class CelebrityChangeTest {

  private static final long RECORDS = Long.getLong("partitioners.simulation.records", 1_000_000);
  private static final List<Double> Z = List.of(0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0);
  private static final int KEYS = 10_000;

  /** A new most frequent key every window, windows beginning at every tenth of one. */
  @ParameterizedTest
  @ValueSource(ints = {5, 10, 20, 50, 100})
  void growingStaysEvenInEveryWindow(int numPlaces) {
    assertThat(Z.parallelStream().map(z -> worstWindow(numPlaces, z)))
        .hasSameSizeAs(Z)
        .allMatch(window -> window <= 2e-3);
  }

  private static double worstWindow(int numPlaces, double z) {
    var stream =
        GroupingSimulation.Stream.stationary(RECORDS, KEYS, z)
            .withCelebrityEvery(GroupingSimulation.WINDOW);
    return GroupingSimulation.run(() -> Groupings.growing(numPlaces), stream, 1).worstWindow();
  }

  /** So the test above can fail: those that do not split on demand do. */
  @Test
  void othersAreUnevenInSomeWindow() {
    var stream =
        GroupingSimulation.Stream.stationary(RECORDS, KEYS, 1.6)
            .withCelebrityEvery(GroupingSimulation.WINDOW);

    assertThat(GroupingSimulation.run(() -> Groupings.partialKey(100), stream, 1).worstWindow())
        .isGreaterThan(0.1);
    assertThat(GroupingSimulation.run(() -> Groupings.dChoices(100), stream, 1).worstWindow())
        .isGreaterThan(2e-3);
  }

  /**
   * After a million records of one sender without it a key of share p is found hot, above 1/100,
   * once it has had a hundredth of all that is remembered: everything, or at most two half-lives.
   */
  @ParameterizedTest
  @CsvSource({"0.2, 10000, 1300", "0.05, 10000, 6500", "0.2, 536870912, 54000"})
  void aNewCelebrityIsNoticedWithinTheHalfLife(double share, int halfLife, int records) {
    Head head = new Head(0.01, 1_000, halfLife);

    assertThat(recordsUntilSplit(Groupings.wChoices(100, head), share, places -> places > 2))
        .isBetween(records / 4, records);
  }

  /** The finer the head the sooner, as a key's place is full at once. */
  @Test
  void growingNoticesANewCelebritySooner() {
    assertThat(recordsUntilSplit(Groupings.growing(100), 0.2, places -> places > 10))
        .isBetween(1, 1_000);
  }

  private static int recordsUntilSplit(Grouping grouping, double share, IntPredicate isSplit) {
    SplittableRandom random = new SplittableRandom(5);
    ZipfKeys zipf = new ZipfKeys(KEYS, 1.2);
    long[] hashes = random.longs(KEYS).toArray();
    for (int i = 0; i < 1_000_000; i++) {
      grouping.place(hashes[zipf.next(random)]);
    }
    long celebrity = random.nextLong();
    int records = 0;
    while (!isSplit.test(grouping.places(celebrity).length)) {
      grouping.place(random.nextDouble() < share ? celebrity : hashes[zipf.next(random)]);
      records++;
    }
    return records;
  }
}
