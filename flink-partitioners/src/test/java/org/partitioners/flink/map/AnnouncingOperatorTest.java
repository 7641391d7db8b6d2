package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

@SuppressWarnings("try") // harnesses are closed with any exception
class AnnouncingOperatorTest {
  private static final WindowTiming WINDOWS = new WindowTiming(100, 0);

  private final PartitionMapStore store = PartitionMapStore.inMemory();
  private AnnouncingOperator operator = operator();

  private AnnouncingOperator operator() {
    return new AnnouncingOperator(() -> store, WINDOWS, Duration.ofDays(1), 2, 0);
  }

  private OneInputStreamOperatorTestHarness<Tuple3<Integer, Long, Long>, byte[]> harness()
      throws Exception {
    operator = operator();
    return new OneInputStreamOperatorTestHarness<>(operator);
  }

  private Announcement checkpoint(
      OneInputStreamOperatorTestHarness<Tuple3<Integer, Long, Long>, byte[]> harness, long number)
      throws Exception {
    operator.poller().poll();
    harness.prepareSnapshotPreBarrier(number);
    List<StreamRecord<? extends byte[]>> out = List.copyOf(harness.extractOutputStreamRecords());
    harness.getOutput().clear();
    assertThat(out).hasSize(1);
    return Announcement.ofBytes(out.get(0).getValue(), getClass().getClassLoader());
  }

  private static void come(
      OneInputStreamOperatorTestHarness<Tuple3<Integer, Long, Long>, byte[]> harness,
      int subtask,
      long maxTimestamp,
      long watermark)
      throws Exception {
    harness.processElement(new StreamRecord<>(Tuple3.of(subtask, maxTimestamp, watermark)));
  }

  @Test
  void tellsOfAMapOnceWithTheWatermarkOfAll() throws Exception {
    try (var harness = harness()) {
      harness.open();
      come(harness, 0, 350, 300);
      store.publish(Maps.first(3));
      Announcement first = checkpoint(harness, 1);
      come(harness, 1, 340, 290);
      Announcement second = checkpoint(harness, 2);
      come(harness, 1, 340, WatchingOperator.IDLE);
      Announcement third = checkpoint(harness, 3);

      assertThat(first.maps().byStart()).containsOnlyKeys(400L);
      assertThat(first.watermark()).isEqualTo(Long.MIN_VALUE);
      assertThat(second.checkpoint()).isEqualTo(2);
      assertThat(second.maps().byStart()).isEmpty();
      assertThat(second.watermark()).isEqualTo(290);
      assertThat(third.watermark()).isEqualTo(300);
    }
  }

  @Test
  void aMapHoldsFromItsTimeOrFromTheFirstWindowNotSeen() throws Exception {
    try (var harness = harness()) {
      harness.open();
      come(harness, 0, 350, 300);
      store.publish(Maps.of(1, 0, 3));
      store.publish(Maps.of(2, 1_000, 4));
      store.publish(Maps.of(3, 750, 5));
      Announcement told = checkpoint(harness, 1);

      // The third takes the place of the second.
      assertThat(told.maps().byStart()).containsOnlyKeys(400L, 800L);
      assertThat(told.maps().byStart().firstEntry().getValue()).isEqualTo(Maps.of(1, 0, 3));
      assertThat(told.maps().byStart().lastEntry().getValue()).isEqualTo(Maps.of(3, 750, 5));
    }
  }

  @Test
  void keepsItsPositionAndHowFarRecordsHaveCome() throws Exception {
    OperatorSubtaskState state;
    PartitionMap late = Maps.of(2, 200, 4);
    try (var harness = harness()) {
      harness.open();
      come(harness, 0, 350, 300);
      store.publish(Maps.first(3));
      checkpoint(harness, 1);
      state = harness.snapshot(1, 1);
    }
    store.publish(late);
    try (var harness = harness()) {
      harness.initializeState(state);
      harness.open();
      Announcement told = checkpoint(harness, 2);

      assertThat(told.maps().byStart()).containsOnlyKeys(400L).containsValue(late);
    }
  }
}
