package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

class PlacesTest {

  @Property(tries = 200, seed = "6")
  void eachCodeIsSentToItsPlace(
      @ForAll @IntRange(min = 1, max = 500) int number,
      @ForAll @IntRange(min = 0, max = 500) int spareKeyGroups) {
    int maxParallelism = number + spareKeyGroups;
    Integer[] codes = new Places(number, maxParallelism).codes();

    assertThat(codes).hasSize(number);
    for (int place = 0; place < number; place++) {
      assertThat(
              KeyGroupRangeAssignment.assignKeyToParallelOperator(
                  codes[place], maxParallelism, number))
          .isEqualTo(place);
    }
  }

  @Property(tries = 200, seed = "7")
  void homeIsWhereKeyBySends(@ForAll String key, @ForAll @IntRange(min = 1, max = 128) int number) {
    assertThat(new Places(number, 128).home(key))
        .isEqualTo(KeyGroupRangeAssignment.assignKeyToParallelOperator(key, 128, number));
  }
}
