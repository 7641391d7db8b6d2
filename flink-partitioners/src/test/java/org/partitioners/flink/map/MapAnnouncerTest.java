package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.partitioners.flink.window.Announcement;
import org.partitioners.flink.window.WindowTiming;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

@SuppressWarnings("try") // harnesses are closed with any exception
class MapAnnouncerTest {
  private static final WindowTiming WINDOWS = new WindowTiming(100, 0);

  private final PartitionMapStore store = PartitionMapStore.inMemory();
  private MapAnnouncer operator = operator();

  private MapAnnouncer operator() {
    return new MapAnnouncer(() -> store, WINDOWS, Duration.ofDays(1), 0);
  }

  private OneInputStreamOperatorTestHarness<Tuple5<Integer, Integer, Long, Long, byte[]>, byte[]>
      harness() throws Exception {
    operator = operator();
    return new OneInputStreamOperatorTestHarness<>(operator);
  }

  private Announcement checkpoint(
      OneInputStreamOperatorTestHarness<Tuple5<Integer, Integer, Long, Long, byte[]>, byte[]>
          harness,
      long number)
      throws Exception {
    operator.poller().poll();
    harness.prepareSnapshotPreBarrier(number);
    List<StreamRecord<? extends byte[]>> out = List.copyOf(harness.extractOutputStreamRecords());
    harness.getOutput().clear();
    assertThat(out).hasSize(1);
    return Announcement.ofBytes(out.get(0).getValue(), getClass().getClassLoader());
  }

  private static void come(
      OneInputStreamOperatorTestHarness<Tuple5<Integer, Integer, Long, Long, byte[]>, byte[]>
          harness,
      int subtask,
      long maxTimestamp,
      long watermark)
      throws Exception {
    harness.processElement(
        new StreamRecord<>(Tuple5.of(subtask, 2, maxTimestamp, watermark, new byte[0])));
  }

  private static PartitionMap map(byte[] plan) {
    return Announcement.ofBytes(PartitionMap.class, plan, Maps.class.getClassLoader());
  }

  @Test
  void tellsOfAMapOnce() throws Exception {
    try (var harness = harness()) {
      harness.open();
      come(harness, 0, 350, 300);
      store.publish(Maps.first(3));
      Announcement first = checkpoint(harness, 1);
      Announcement second = checkpoint(harness, 2);

      assertThat(first.plans().byStart()).containsOnlyKeys(400L);
      assertThat(second.plans().byStart()).isEmpty();
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
      assertThat(told.plans().byStart()).containsOnlyKeys(400L, 800L);
      assertThat(map(told.plans().byStart().firstEntry().getValue())).isEqualTo(Maps.of(1, 0, 3));
      assertThat(map(told.plans().byStart().lastEntry().getValue())).isEqualTo(Maps.of(3, 750, 5));
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

      assertThat(told.plans().byStart()).containsOnlyKeys(400L);
      assertThat(map(told.plans().byStart().get(400L))).isEqualTo(late);
    }
  }
}
