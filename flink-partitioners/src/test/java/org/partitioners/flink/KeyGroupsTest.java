package org.partitioners.flink;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.util.MathUtils;
import org.junit.jupiter.api.Test;

class KeyGroupsTest {

  @Property(tries = 20_000)
  void invertsFlinksMurmur(@ForAll @IntRange(min = 0) int value) {
    assertThat(MathUtils.murmurHash(KeyGroups.inverseMurmur(value))).isEqualTo(value);
  }

  @Test
  void invertsFlinksMurmurOnARegularGridAndAtTheEdges() {
    for (long value = 0; value <= Integer.MAX_VALUE; value += 1009) {
      int v = (int) value;
      if (MathUtils.murmurHash(KeyGroups.inverseMurmur(v)) != v) {
        assertThat(MathUtils.murmurHash(KeyGroups.inverseMurmur(v))).isEqualTo(v);
      }
    }
    assertThat(MathUtils.murmurHash(KeyGroups.inverseMurmur(Integer.MAX_VALUE)))
        .isEqualTo(Integer.MAX_VALUE);
  }

  /** Any hash code comes back from its murmur, up to the fold that maps v and -v together. */
  @Property(tries = 20_000)
  void isABijectionUpToTheFold(@ForAll int hashCode) {
    int folded = MathUtils.murmurHash(hashCode);
    assertThat(hashCode)
        .isIn(
            KeyGroups.inverseMurmur(folded),
            KeyGroups.inverseMurmur(-folded),
            KeyGroups.inverseMurmur(Integer.MIN_VALUE));
  }

  @Property(tries = 50_000)
  void hitsTheWantedKeyGroup(
      @ForAll @IntRange(min = 1, max = 32768) int maxParallelism,
      @ForAll int draw,
      @ForAll int spread) {
    int keyGroup = Math.floorMod(draw, maxParallelism);
    int hashCode = KeyGroups.hashCodeIn(keyGroup, maxParallelism, spread);
    assertThat(KeyGroupRangeAssignment.computeKeyGroupForKeyHash(hashCode, maxParallelism))
        .isEqualTo(keyGroup);
  }

  @Test
  void hitsEveryKeyGroupOfEveryMaxParallelismAtTheEndsOfTheSpread() {
    int misses = 0;
    for (int maxParallelism = 1; maxParallelism <= 32768; maxParallelism++) {
      for (int draw = 0; draw < 16; draw++) {
        int keyGroup = draw < 8 ? draw % maxParallelism : maxParallelism - 1;
        int spread = draw % 2 == 0 ? 0 : -1;
        int hashCode = KeyGroups.hashCodeIn(keyGroup, maxParallelism, spread);
        if (KeyGroupRangeAssignment.computeKeyGroupForKeyHash(hashCode, maxParallelism)
            != keyGroup) {
          misses++;
        }
      }
    }
    for (int keyGroup = 0; keyGroup < 32768; keyGroup++) {
      int hashCode = KeyGroups.hashCodeIn(keyGroup, 32768, keyGroup * 0x9e3779b9);
      if (KeyGroupRangeAssignment.computeKeyGroupForKeyHash(hashCode, 32768) != keyGroup) {
        misses++;
      }
    }
    assertThat(misses).isZero();
  }

  @Test
  void scalesTheEndsOfTheSpreadToTheEndsOfTheRange() {
    assertThat(KeyGroups.scale(0, 7)).isZero();
    assertThat(KeyGroups.scale(-1, 7)).isEqualTo(6);
    assertThat(KeyGroups.scale(-1, Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE - 1);
    assertThat(KeyGroups.scale(Integer.MIN_VALUE, 7)).isEqualTo(3);
  }
}
