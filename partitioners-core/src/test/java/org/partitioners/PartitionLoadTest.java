package org.partitioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PartitionLoadTest {

  private static final double ULPS = 1e-12;

  @Property
  void agreesWithTheFormulas(
      @ForAll @Size(min = 1, max = 50) List<@LongRange(max = 1_000_000_000L) Long> list) {
    long[] counts = list.stream().mapToLong(Long::longValue).toArray();
    PartitionLoad load = PartitionLoad.of(counts);
    double total = Arrays.stream(counts).sum();
    double max = Arrays.stream(counts).max().orElseThrow();
    double mean = Arrays.stream(counts).average().orElseThrow();

    assertThat(load.numPartitions()).isEqualTo(counts.length);
    assertThat(load.counts()).isEqualTo(counts);
    assertThat((double) load.total()).isEqualTo(total);
    assertThat((double) load.max()).isEqualTo(max);
    assertThat(load.mean()).isEqualTo(mean);
    assertThat(load.count(load.busiest())).isEqualTo(load.max());
    assertThat(load.idle()).isEqualTo((int) Arrays.stream(counts).filter(c -> c == 0).count());
    if (total > 0) {
      double deviation = Arrays.stream(counts).mapToDouble(c -> Math.abs(c - mean)).sum();
      assertThat(load.maxOverMean()).isCloseTo(max / mean, within(ULPS * max / mean));
      assertThat(load.imbalance()).isCloseTo((max - mean) / total, within(ULPS));
      assertThat(load.skewScore())
          .isCloseTo(Math.min(100, 100 * deviation / counts.length / mean), within(1e-9));
    }
  }

  @Test
  void measuresOneOverloadedPartitionAmongMany() {
    long[] counts = new long[100];
    Arrays.fill(counts, 95);
    counts[17] = 595;
    PartitionLoad load = PartitionLoad.of(counts);

    assertThat(load.mean()).isEqualTo(100);
    assertThat(load.busiest()).isEqualTo(17);
    assertThat(load.maxOverMean()).isEqualTo(5.95);
    assertThat(load.imbalance()).isEqualTo(0.0495);
    assertThat(load.skewScore()).isCloseTo(9.9, within(ULPS));
  }

  @Test
  void callsAnEmptyLoadEven() {
    PartitionLoad load = PartitionLoad.of(0, 0, 0);

    assertThat(load.maxOverMean()).isEqualTo(1);
    assertThat(load.imbalance()).isZero();
    assertThat(load.skewScore()).isZero();
    assertThat(load.idle()).isEqualTo(3);
    assertThat(load.busiest()).isZero();
  }

  @Test
  void measuresAllOnOne() {
    PartitionLoad load = PartitionLoad.of(0, 0, 8, 0);

    assertThat(load.maxOverMean()).isEqualTo(4);
    assertThat(load.imbalance()).isEqualTo(0.75);
    assertThat(load.skewScore()).isEqualTo(100);
    assertThat(load.idle()).isEqualTo(3);
  }

  @Test
  void namesTheFirstOfEquallyBusy() {
    assertThat(PartitionLoad.of(1, 3, 3).busiest()).isEqualTo(1);
  }

  @Test
  void countsWhereKeysGo() {
    KeyPartitioner<Object> byLength =
        new KeyPartitioner<>() {
          @Override
          public int partition(Object key) {
            return key.toString().length();
          }

          @Override
          public int numPartitions() {
            return 4;
          }
        };

    assertThat(PartitionLoad.of(byLength, List.of("a", "b", "abc", "a")))
        .isEqualTo(PartitionLoad.of(0, 3, 0, 1))
        .hasToString("PartitionLoad[0, 3, 0, 1]");
  }

  @Test
  void isImmutable() {
    long[] counts = {1, 2};
    PartitionLoad load = PartitionLoad.of(counts);
    counts[0] = 100;
    load.counts()[1] = 100;

    assertThat(load).isEqualTo(PartitionLoad.of(1, 2)).hasSameHashCodeAs(PartitionLoad.of(1, 2));
    assertThat(load).isNotEqualTo(PartitionLoad.of(2, 1));
  }

  @Test
  void refusesWhatIsNoLoad() {
    assertThatThrownBy(PartitionLoad::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("counts: at least one partition is needed");
    assertThatThrownBy(() -> PartitionLoad.of(3, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("counts[1]: -1 not in [0..9223372036854775807]");
    assertThatThrownBy(() -> PartitionLoad.of(Long.MAX_VALUE, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("counts: their sum exceeds 9223372036854775807");
  }
}
