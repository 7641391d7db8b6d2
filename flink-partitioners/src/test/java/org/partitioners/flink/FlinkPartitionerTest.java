package org.partitioners.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.flink.TestPartitioners.ByNumber;
import org.partitioners.hash.KeyHasher;

class FlinkPartitionerTest {

  @Test
  void hashCodesAreMixedTheSameForEver() {
    KeyHasher<Object> hasher = FlinkPartitioners.hashCodes();

    assertThat(hasher.hash("a")).isEqualTo(0x4f5da978776a9db1L);
    assertThat(hasher.hash(97)).as("a key of the same hash code").isEqualTo(hasher.hash("a"));
    assertThat(hasher.fingerprint()).isEqualTo("hashCode");
  }

  @Test
  void routesByThePartitioner() {
    FlinkPartitioner<String> partitioner = FlinkPartitioner.of(new ByNumber(8));
    for (int i = 0; i < 16; i++) {
      assertThat(partitioner.partition("key-" + i, 8)).isEqualTo(i % 8);
    }
    assertThat(partitioner).hasToString("FlinkPartitioner(by-number(8))");
  }

  @Test
  void refusesAParallelismOtherThanThePartitions() {
    FlinkPartitioner<String> partitioner = FlinkPartitioner.of(new ByNumber(8));
    assertThatThrownBy(() -> partitioner.partition("key-1", 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "numPartitions: 8 is not the parallelism: 4 of the operator behind partitionCustom: call"
                + " setParallelism(8) on that operator or make the partitioner for 4 partitions");
  }

  @Property
  void plainKeyByIsFlinksOwn(
      @ForAll @IntRange(min = 1, max = 32768) int maxParallelism,
      @ForAll int draw,
      @ForAll String key) {
    int parallelism = 1 + Math.floorMod(draw, maxParallelism);
    KeyPartitioner<Object> keyBy = FlinkPartitioners.keyBy(maxParallelism, parallelism);
    assertThat(keyBy.numPartitions()).isEqualTo(parallelism);
    assertThat(keyBy.partition(key))
        .isEqualTo(
            KeyGroupRangeAssignment.assignKeyToParallelOperator(key, maxParallelism, parallelism));
  }

  @Test
  void plainKeyByNamesItselfAndChecksItsNumbers() {
    assertThat(FlinkPartitioners.keyBy(128, 8).fingerprint())
        .isEqualTo("flink-keyBy(maxParallelism=128,parallelism=8)");
    assertThatThrownBy(() -> FlinkPartitioners.keyBy(128, 129))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallelism: 129 not in [1..128]: choose a value within");
    assertThatThrownBy(() -> FlinkPartitioners.keyBy(32769, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxParallelism: 32769 not in [1..32768]: choose a value within");
  }
}
