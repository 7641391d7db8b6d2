package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.partitioners.map.MapStoreOpener;
import org.partitioners.map.PartitionMapStore;

class FollowedMapTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final StreamExecutionEnvironment env =
      StreamExecutionEnvironment.getExecutionEnvironment();
  private final FollowedMap<Long, Long> followed = following(PartitionMapStore::inMemory);

  private FollowedMap<Long, Long> following(MapStoreOpener maps) {
    return FollowedMap.of(env.fromSequence(0, 1), i -> i, Types.LONG, maps);
  }

  @Test
  void refusesAnEnvironmentInWhichSubtasksCannotAgree() {
    assertThatThrownBy(() -> followed.keyBy(HOUR))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "maxParallelism of the environment: unset, and maps place keys on key groups: call"
                + " env.setMaxParallelism(128), say, before FollowedMap.keyBy");
    env.setMaxParallelism(128);
    assertThatThrownBy(() -> followed.keyBy(HOUR))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "checkpoints: not enabled, and without them subtasks cannot agree on a map: call"
                + " env.enableCheckpointing");
    env.setRuntimeMode(RuntimeExecutionMode.AUTOMATIC);
    assertThatThrownBy(() -> followed.keyBy(HOUR))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "execution.runtime-mode: AUTOMATIC, and maps are followed in STREAMING only: call"
                + " env.setRuntimeMode(RuntimeExecutionMode.STREAMING), or take a Placement");
  }

  @Test
  void refusesCheckpointsWhoseBarriersHoldNothingBack() {
    env.setMaxParallelism(128);
    env.enableCheckpointing(1_000, CheckpointingMode.AT_LEAST_ONCE);
    assertThatThrownBy(() -> followed.keyBy(HOUR))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "execution.checkpointing.mode: AT_LEAST_ONCE, and with barriers that hold nothing back"
                + " subtasks cannot agree on a map: set it to EXACTLY_ONCE");
    env.enableCheckpointing(1_000, CheckpointingMode.EXACTLY_ONCE);
    assertThatCode(() -> followed.keyBy(HOUR)).doesNotThrowAnyException();
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> followed.keyBy(Duration.ofNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window: PT0.000000001S not in [PT0.001S..]");
    assertThatThrownBy(() -> followed.every(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval: PT0S not in [PT0.001S..PT24H]");
    assertThatThrownBy(() -> followed.allowedLateness(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lateness: PT-0.001S is negative");
  }

  @Test
  void failsWhereTheJobIsBuiltIfTheStoreCannotBeRead() {
    env.setMaxParallelism(128);
    env.enableCheckpointing(1_000);
    FollowedMap<Long, Long> unreadable =
        following(
            () -> {
              throw new IOException("not there for the test");
            });

    assertThatThrownBy(() -> unreadable.keyBy(HOUR))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("maps: cannot be read to start with")
        .hasRootCauseMessage("not there for the test");
  }
}
