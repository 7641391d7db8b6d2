package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InterleavingTest {

  @Test
  void alternatesWhereItCan() {
    assertThat(Interleaving.of(new int[] {0, 0, 0, 1, 2, 3})).containsExactly(0, 1, 0, 2, 0, 3);
    assertThat(Interleaving.of(new int[] {5, 5, 5, 2, 2, 2})).containsExactly(2, 5, 2, 5, 2, 5);
    assertThat(Interleaving.of(new int[] {7, 7})).containsExactly(7, 7);
  }

  @Property
  void everyPrefixIsFairToWithinOne(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 30) Integer> weights) {
    int[] places =
        IntStream.range(0, weights.size())
            .flatMap(p -> IntStream.range(0, weights.get(p)).map(i -> p))
            .toArray();
    int[] order = Interleaving.of(places);

    assertThat(order).containsExactlyInAnyOrder(places);
    int[] seen = new int[weights.size()];
    for (int i = 0; i < order.length; i++) {
      seen[order[i]]++;
      for (int p = 0; p < seen.length; p++) {
        double fair = (i + 1.0) * weights.get(p) / order.length;
        assertThat((double) seen[p])
            .as("of %s, place %s after %s", Arrays.toString(order), p, i + 1)
            .isCloseTo(fair, within(1.0));
      }
    }
  }
}
