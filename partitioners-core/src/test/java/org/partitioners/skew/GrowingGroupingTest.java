package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GrowingGroupingTest extends GroupingContractTest {

  @Override
  Grouping grouping(int numPlaces) {
    return Groupings.growing(numPlaces);
  }

  @Override
  int placesOfAColdKey() {
    return 1;
  }

  @Override
  int placesOfTheHotKey() {
    return 50;
  }

  /** Two half-lives after its last record a key that had half of them is below the head's share. */
  @Test
  void aKeyThatCoolsDownGoesHome() {
    Grouping grouping = Groupings.growing(10, Head.fine(10).withShare(0.25).withHalfLife(1_000));
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      grouping.place(i % 2 == 0 ? HOT : random.nextLong());
    }
    assertThat(grouping.places(HOT)).hasSizeGreaterThan(1);

    for (int i = 0; i < 4_000; i++) {
      grouping.place(random.nextLong());
    }
    assertThat(grouping.places(HOT)).containsExactly(grouping.home(HOT));
  }

  /**
   * The places are the beginning of a list of the key, before any place is found to lack records.
   */
  @Test
  void sendersTakePlacesInTheSameOrder() {
    Grouping one = grouping(20);
    Grouping other = grouping(20);
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 400; i++) {
      place(one, i % 2 == 0 ? HOT : random.nextLong(), i % 19);
      place(other, i % 4 == 0 ? HOT : random.nextLong(), i % 19);
    }

    int[] many = one.places(HOT);
    int[] few = other.places(HOT);
    assertThat(few.length).isGreaterThan(4).isLessThan(many.length);
    assertThat(Arrays.copyOf(many, few.length)).containsExactly(few);
  }

  private static void place(Grouping grouping, long hash, int homeIfCold) {
    grouping.place(hash, hash == HOT ? grouping.home(HOT) : homeIfCold);
  }

  /** With nobody above the others there is no reason to split. */
  @Test
  void doesNotSplitKeysOfAnEvenStream() {
    Grouping grouping = grouping(10);
    long[] hashes = new SplittableRandom(9).longs(1_000).toArray();
    for (int i = 0; i < 100_000; i++) {
      int place = i % 10;
      assertThat(grouping.place(hashes[i % 1_000], place)).isEqualTo(place);
    }
  }
}
