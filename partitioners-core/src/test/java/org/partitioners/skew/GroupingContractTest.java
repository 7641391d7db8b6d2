package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.GTest;

/** What every {@link Grouping} promises. */
abstract class GroupingContractTest {

  /** The hash of a key with half of all records. */
  static final long HOT = 0x5DEECE66DL;

  /** A new grouping. */
  abstract Grouping grouping(int numPlaces);

  /** How many places a key that is not hot may have at most. */
  abstract int placesOfAColdKey();

  /** How many places of a hundred {@link #HOT} is to have at least. */
  abstract int placesOfTheHotKey();

  /** The hashes of a stream of {@link #HOT} and many cold keys. */
  private static long[] stream(int records, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] cold = random.longs(100_000).toArray();
    return IntStream.range(0, records)
        .mapToLong(i -> random.nextBoolean() ? HOT : cold[random.nextInt(cold.length)])
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100, 65_536})
  void choosesAmongThePlacesThatItNames(int numPlaces) {
    Grouping grouping = grouping(numPlaces);
    assertThat(grouping.numPlaces()).isEqualTo(numPlaces);
    for (long hash : stream(numPlaces > 100 ? 100 : 10_000, 1)) {
      int[] before = grouping.places(hash);
      int place = grouping.place(hash);
      int[] after = grouping.places(hash);

      assertThat(after).startsWith(grouping.home(hash)).doesNotHaveDuplicates();
      assertThat(after[after.length - 1]).isBetween(0, numPlaces - 1);
      assertThat(IntStream.concat(Arrays.stream(before), Arrays.stream(after)))
          .contains(place)
          .allMatch(p -> 0 <= p && p < numPlaces);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64})
  void theSameRecordsGoToTheSamePlaces(int numPlaces) {
    Grouping one = grouping(numPlaces);
    Grouping other = grouping(numPlaces);
    for (long hash : stream(20_000, 2)) {
      assertThat(one.place(hash)).isEqualTo(other.place(hash, other.home(hash)));
    }
  }

  /** Else a look at the places would change where records go. */
  @Test
  void namingPlacesCountsNothing() {
    Grouping asked = grouping(20);
    Grouping notAsked = grouping(20);
    for (long hash : stream(5_000, 3)) {
      asked.places(~hash);
      asked.places(hash);
      assertThat(asked.place(hash)).isEqualTo(notAsked.place(hash));
    }
  }

  @Test
  void takesAHomeOfTheCallersChoice() {
    Grouping grouping = grouping(64);
    for (long hash : stream(5_000, 4)) {
      int home = (int) Math.floorMod(hash, 64L);
      int place = grouping.place(hash, home);

      assertThat(grouping.places(hash, home)).startsWith(home).contains(place);
    }
  }

  @Test
  void splitsHotKeysMoreThanColdOnes() {
    Grouping grouping = grouping(100);
    long[] hashes = stream(100_000, 5);
    for (long hash : hashes) {
      grouping.place(hash);
    }

    assertThat(grouping.places(HOT)).hasSizeGreaterThanOrEqualTo(placesOfTheHotKey());
    for (long hash : hashes) {
      if (hash != HOT) {
        assertThat(grouping.places(hash)).hasSizeLessThanOrEqualTo(placesOfAColdKey());
      }
    }
    assertThat(grouping.places(12345)).hasSizeLessThanOrEqualTo(placesOfAColdKey());
  }

  /** Significance 1e-4. */
  @Test
  void homesAreUniform() {
    Grouping grouping = grouping(50);
    long[] counts = new long[50];
    new SplittableRandom(6).longs(100_000).forEach(hash -> counts[grouping.home(hash)]++);
    double[] shares = new double[50];
    Arrays.fill(shares, 1 / 50.0);

    assertThat(GTest.pValue(counts, shares)).isGreaterThan(1e-4);
  }

  @Test
  void refusesBadParameters() {
    assertThatThrownBy(() -> grouping(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPlaces: 0 not in [1..65536]");
    assertThatThrownBy(() -> grouping(65_537))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPlaces: 65537 not in [1..65536]");
    Grouping grouping = grouping(3);
    assertThatThrownBy(() -> grouping.place(1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("home: 3 not in [0..3)");
    assertThatThrownBy(() -> grouping.places(1, -1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("home: -1 not in [0..3)");
  }

  /** Also where the choices of a key happen to be the same place. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aHotKeyUsesAllThePlacesThatItNames(int numPlaces) {
    for (long hot : new SplittableRandom(7).longs(30).toArray()) {
      Grouping grouping = grouping(numPlaces);
      SplittableRandom random = new SplittableRandom(8);
      Set<Integer> used = new TreeSet<>();
      for (int i = 0; i < 4_000; i++) {
        long hash = random.nextInt(5) == 0 ? random.nextLong() : hot;
        int place = grouping.place(hash);
        if (i >= 3_000 && hash == hot) {
          used.add(place);
        }
      }

      assertThat(grouping.places(hot)).containsExactlyInAnyOrder(toArray(used));
    }
  }

  private static int[] toArray(Set<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
