package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.partitioners.flink.Placement;
import org.partitioners.skew.Grouping;
import org.partitioners.skew.Groupings;

class PartRouterTest {

  @Property(tries = 200, seed = "42")
  void aPartIsInTheChosenSubtaskAndAtHomeInTheKeysOwnKeyGroup(
      @ForAll @IntRange(min = 1, max = 128) int numSubtasks,
      @ForAll @IntRange(max = 1000) int extraKeyGroups,
      @ForAll long seed)
      throws Exception {
    int maxParallelism = numSubtasks + extraKeyGroups;
    Grouping expected = new AdversarialGrouping(numSubtasks, seed);
    PartRouter<String, String> router =
        open(n -> new AdversarialGrouping(n, seed), numSubtasks, maxParallelism);
    Map<String, Integer> partOf = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      String key = "key-" + i % 7;
      int own = KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism);
      int home = subtask(own, numSubtasks, maxParallelism);
      int place = expected.place(0, home);

      Tuple2<Integer, String> routed = router.map(key);

      assertThat(routed.f1).isEqualTo(key);
      KeyGroupRange range =
          KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
              maxParallelism, numSubtasks, place);
      assertThat(range.contains(routed.f0)).isTrue();
      if (place == home) {
        assertThat(routed.f0).isEqualTo(own);
      }
      Integer before = partOf.put(key + "@" + place, routed.f0);
      assertThat(before).isIn(null, routed.f0);
    }
  }

  @Test
  void thePartsOfDifferentKeysSpreadOverTheKeyGroupsOfASubtask() throws Exception {
    PartRouter<String, String> router = open(ElsewhereGrouping::new, 2, 128);
    Map<Integer, Integer> records = new HashMap<>();
    for (int i = 0; i < 12_800; i++) {
      records.merge(router.map("key-" + i).f0, 1, Integer::sum);
    }
    assertThat(records).hasSize(128);
    // 100 on average; beyond 5 standard deviations with a chance of 128 · 6e-7.
    assertThat(records.values()).allMatch(count -> count > 50 && count < 150);
  }

  @Test
  void thePlacementPutsAPartIntoTheKeyGroupOfItsNumber() {
    Placement<Tuple2<String, Integer>> placement = SpreadStream.placement(128);
    for (int part = 0; part < 128; part++) {
      assertThat(placement.keyGroup(Tuple2.of("key", part))).isEqualTo(part);
    }
  }

  @Test
  void nullKeysAreRefused() throws Exception {
    PartRouter<String, String> router = new PartRouter<>(value -> null, Groupings::key, 4, 128);
    router.open(DefaultOpenContext.INSTANCE);
    assertThatThrownBy(() -> router.map("value"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key: null has no place: reject it or map it to a value");
  }

  @Test
  void aGroupingForAnotherNumberOfPlacesIsRefused() {
    assertThatThrownBy(() -> open(n -> Groupings.key(8), 4, 128))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "numPlaces of the grouping: 8 is not 4, the parallelism: make it for the number that"
                + " the factory is given");
  }

  private static PartRouter<String, String> open(
      GroupingFactory groupings, int numSubtasks, int maxParallelism) {
    PartRouter<String, String> router =
        new PartRouter<>(value -> value, groupings, numSubtasks, maxParallelism);
    router.open(DefaultOpenContext.INSTANCE);
    return router;
  }

  private static int subtask(int keyGroup, int numSubtasks, int maxParallelism) {
    return KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(
        maxParallelism, numSubtasks, keyGroup);
  }

  /** Never at home, of two places. */
  private record ElsewhereGrouping(int numPlaces) implements Grouping {
    @Override
    public int place(long keyHash, int home) {
      return 1 - home;
    }

    @Override
    public int[] places(long keyHash, int home) {
      return new int[] {home, 1 - home};
    }
  }
}
