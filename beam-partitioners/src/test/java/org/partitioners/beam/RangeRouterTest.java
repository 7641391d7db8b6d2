package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.partitioners.range.SharedRanges;

class RangeRouterTest {

  /** Of one key, which all partitions share. */
  private static SharedRanges<Long> ranges() {
    RangesFn<Long> fn = RangesFn.sharingKeys(4, Comparator.<Long>naturalOrder());
    return fn.apply(IntStream.range(0, 100).mapToObj(i -> 7L).toList());
  }

  private static List<Integer> route(SharedRanges<Long> ranges, long seed) {
    RangeRouter<Long> router = new RangeRouter<>(ranges, seed);
    return IntStream.range(0, 40).map(i -> router.partition(7L)).boxed().toList();
  }

  @Test
  void placesAlikeWhenAskedAgain() {
    SharedRanges<Long> ranges = ranges();
    Set<Integer> first = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      List<Integer> given = route(ranges, Seed.mix(seed));
      assertThat(given).contains(0, 1, 2, 3).isEqualTo(route(ranges, Seed.mix(seed)));
      first.add(given.get(0));
    }
    assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3);
  }
}
