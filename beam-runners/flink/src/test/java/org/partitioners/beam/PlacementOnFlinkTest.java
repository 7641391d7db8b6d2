package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.beam.runners.flink.adapter.FlinkKey;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.util.MathUtils;
import org.junit.jupiter.api.Test;

/** Places are those that the runner's and Flink's own classes give. */
class PlacementOnFlinkTest {

  @Test
  void placesAsFlinkDoes() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] key = new byte[random.nextInt(40)];
      random.nextBytes(key);
      byte[] window = new byte[random.nextInt(3) * 8];
      random.nextBytes(window);
      int parallelism = 1 + random.nextInt(300);
      int maxParallelism = parallelism + random.nextInt(1000);

      // OutputEmitter.hashPartitionDefault, with WindowedKvKeySelector's key.
      byte[] both = ByteBuffer.allocate(key.length + window.length).put(key).put(window).array();
      assertThat(Placement.flinkBatch(parallelism).place(key, window))
          .isEqualTo(MathUtils.murmurHash(Arrays.hashCode(both)) % parallelism);
      assertThat(Placement.flinkStreaming(parallelism, maxParallelism).place(key, window))
          .isEqualTo(
              KeyGroupRangeAssignment.assignKeyToParallelOperator(
                  FlinkKey.of(ByteBuffer.wrap(key)), maxParallelism, parallelism));
    }
  }
}
