package org.partitioners.flink.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What is watched, and what is heard and announced. */
@SuppressWarnings("try") // harnesses are closed with any exception
class AnnouncingOperatorTest {
  private static final WindowTiming WINDOWS = new WindowTiming(100, 0);

  /** Announces whatever it has heard as a plan, and stands at all of it. */
  private static final class Echo extends AnnouncingOperator {
    private static final long serialVersionUID = 1L;

    private String all = "";

    @Override
    protected void heard(byte[] found) {
      all += new String(found, UTF_8);
    }

    @Override
    protected WindowHistory<byte[]> plans(long checkpoint) {
      WindowHistory<byte[]> plans = new WindowHistory<>();
      plans.add(WINDOWS.effective(Long.MIN_VALUE, seen()), all.getBytes(UTF_8));
      return plans;
    }

    @Override
    protected byte[] position() {
      return all.getBytes(UTF_8);
    }

    @Override
    protected void resume(byte[] position) {
      all = new String(position, UTF_8);
    }
  }

  private static OneInputStreamOperatorTestHarness<
          Tuple5<Integer, Integer, Long, Long, byte[]>, byte[]>
      harness() throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new Echo());
  }

  private static void come(
      OneInputStreamOperatorTestHarness<Tuple5<Integer, Integer, Long, Long, byte[]>, byte[]>
          harness,
      int subtask,
      long maxTimestamp,
      long watermark)
      throws Exception {
    come(harness, subtask, 2, maxTimestamp, watermark);
  }

  private static void come(
      OneInputStreamOperatorTestHarness<Tuple5<Integer, Integer, Long, Long, byte[]>, byte[]>
          harness,
      int subtask,
      int subtasks,
      long maxTimestamp,
      long watermark)
      throws Exception {
    byte[] found = Integer.toString(subtask).getBytes(UTF_8);
    harness.processElement(
        new StreamRecord<>(Tuple5.of(subtask, subtasks, maxTimestamp, watermark, found)));
  }

  private static Announcement checkpoint(
      OneInputStreamOperatorTestHarness<Tuple5<Integer, Integer, Long, Long, byte[]>, byte[]>
          harness,
      long number)
      throws Exception {
    harness.prepareSnapshotPreBarrier(number);
    List<StreamRecord<? extends byte[]>> out = List.copyOf(harness.extractOutputStreamRecords());
    harness.getOutput().clear();
    assertThat(out).hasSize(1);
    return Announcement.ofBytes(
        out.get(0).getValue(), AnnouncingOperatorTest.class.getClassLoader());
  }

  @Test
  void tellsOfTheWatermarkThatAllActiveSubtasksHavePassed() throws Exception {
    try (var harness = harness()) {
      harness.open();
      come(harness, 0, 350, 300);
      assertThat(checkpoint(harness, 1).watermark()).isEqualTo(Long.MIN_VALUE);
      come(harness, 1, 340, 290);
      assertThat(checkpoint(harness, 2).watermark()).isEqualTo(290);
      come(harness, 1, 340, WatchingOperator.IDLE);
      assertThat(checkpoint(harness, 3).watermark()).isEqualTo(300);
      come(harness, 0, 350, WatchingOperator.IDLE);
      assertThat(checkpoint(harness, 4).watermark()).isEqualTo(Long.MIN_VALUE);
    }
  }

  @Test
  void tellsOfPlansWithTheCheckpointAndWhatAllHaveSeen() throws Exception {
    try (var harness = harness()) {
      harness.open();
      come(harness, 1, 350, 300);
      come(harness, 0, 340, 300);
      Announcement told = checkpoint(harness, 7);

      assertThat(told.checkpoint()).isEqualTo(7);
      assertThat(told.plans().byStart()).containsOnlyKeys(400L);
      assertThat(told.plans().at(400)).asString(UTF_8).isEqualTo("10");
    }
  }

  @Test
  void keepsItsPositionAndHowFarRecordsHaveCome() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness()) {
      harness.open();
      come(harness, 0, 350, 300);
      state = harness.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.initializeState(state);
      harness.open();
      come(harness, 1, 120, 100);
      Announcement told = checkpoint(harness, 2);

      assertThat(told.plans().byStart()).containsOnlyKeys(400L);
      assertThat(told.plans().at(400)).asString(UTF_8).isEqualTo("01");
      assertThat(told.watermark()).as("of a subtask that has yet to tell").isLessThan(0);
    }
  }

  @Test
  void waitsForAsManySubtasksAsThereAreNow() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness()) {
      harness.open();
      come(harness, 0, 3, 350, 300);
      come(harness, 2, 3, 340, 280);
      assertThat(checkpoint(harness, 1).watermark()).isEqualTo(Long.MIN_VALUE);
      come(harness, 1, 3, 340, 290);
      assertThat(checkpoint(harness, 2).watermark()).isEqualTo(280);
      state = harness.snapshot(2, 2);
    }
    try (var harness = harness()) {
      harness.initializeState(state);
      harness.open();
      come(harness, 0, 1, 450, 400);
      assertThat(checkpoint(harness, 3).watermark()).isEqualTo(400);
      come(harness, 0, 2, 450, 410);
      assertThat(checkpoint(harness, 4).watermark()).isEqualTo(Long.MIN_VALUE);
    }
  }

  @Test
  void watchersHandRecordsOnAndTellHowFarTheyHaveCome() throws Exception {
    List<Tuple5<Integer, Integer, Long, Long, byte[]>> told = new ArrayList<>();
    try (var harness =
        new OneInputStreamOperatorTestHarness<String, String>(new WatchingOperator<>(), 8, 4, 3)) {
      harness.open();
      harness.processElement(new StreamRecord<>("a", 350));
      harness.processElement(new StreamRecord<>("b", 340));
      harness.processElement(new StreamRecord<>("c"));
      harness.prepareSnapshotPreBarrier(1);
      harness.processWatermark(new Watermark(300));
      harness.prepareSnapshotPreBarrier(2);
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.prepareSnapshotPreBarrier(3);
      harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
      harness.getOperator().finish();
      harness.getSideOutput(WatchingOperator.PROGRESS).forEach(each -> told.add(each.getValue()));

      assertThat(harness.getOutput())
          .containsExactly(
              new StreamRecord<>("a", 350),
              new StreamRecord<>("b", 340),
              new StreamRecord<>("c"),
              new Watermark(300),
              WatermarkStatus.IDLE,
              WatermarkStatus.ACTIVE);
    }
    assertThat(told)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(
            Tuple5.of(3, 4, 350L, Long.MIN_VALUE, new byte[0]),
            Tuple5.of(3, 4, 350L, 300L, new byte[0]),
            Tuple5.of(3, 4, 350L, WatchingOperator.IDLE, new byte[0]),
            Tuple5.of(3, 4, 350L, 300L, new byte[0]));
  }
}
