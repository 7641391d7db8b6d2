package org.partitioners.flink.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.MultiInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Plans here are a single place for all keys; one that is empty tells of none. */
@SuppressWarnings("try") // harnesses are closed with any exception
class WindowRouterTest {
  private static final int KEY_GROUPS = 16;
  private static final WindowTiming WINDOWS = new WindowTiming(100, 30);
  private static final long KEY = 5;
  private static final int BY_HASH = KeyGroupRangeAssignment.assignToKeyGroup(KEY, KEY_GROUPS);

  /** Three places that are not {@link #BY_HASH}. */
  private static final int A = (BY_HASH + 1) % KEY_GROUPS;

  private static final int B = (BY_HASH + 2) % KEY_GROUPS;
  private static final int C = (BY_HASH + 3) % KEY_GROUPS;

  private static byte[] to(int place) {
    return new byte[] {(byte) place};
  }

  private static WindowHistory<byte[]> plans(Map<Long, byte[]> byStart) {
    WindowHistory<byte[]> plans = new WindowHistory<>();
    byStart.keySet().stream().sorted().forEach(start -> plans.add(start, byStart.get(start)));
    return plans;
  }

  private static WindowRouter<Long, Long> router(Map<Long, byte[]> first) {
    return router((plan, loader) -> plan.length == 0 ? null : key -> plan[0], first);
  }

  private static WindowRouter<Long, Long> router(PlanReader<Long> reader, Map<Long, byte[]> first) {
    return new WindowRouter<>(key -> key, reader, WINDOWS, KEY_GROUPS, plans(first));
  }

  private static MultiInputStreamOperatorTestHarness<Tuple2<Integer, Long>> harness(
      WindowRouter<Long, Long> router) throws Exception {
    return new MultiInputStreamOperatorTestHarness<>(SimpleOperatorFactory.of(router));
  }

  private static MultiInputStreamOperatorTestHarness<Tuple2<Integer, Long>> harness(
      Map<Long, byte[]> first) throws Exception {
    return harness(router(first));
  }

  private static void tell(
      MultiInputStreamOperatorTestHarness<Tuple2<Integer, Long>> harness,
      long checkpoint,
      long watermark,
      Map<Long, byte[]> plans)
      throws Exception {
    harness.processElement(
        1, new StreamRecord<>(new Announcement(checkpoint, watermark, plans(plans)).toBytes()));
  }

  private static int place(
      MultiInputStreamOperatorTestHarness<Tuple2<Integer, Long>> harness, long timestamp)
      throws Exception {
    harness.processElement(0, new StreamRecord<>(KEY, timestamp));
    List<StreamRecord<? extends Tuple2<Integer, Long>>> out =
        List.copyOf(harness.extractOutputStreamRecords());
    harness.getOutput().clear();
    assertThat(out).hasSize(1);
    assertThat(out.get(0).getValue().f1).isEqualTo(KEY);
    assertThat(out.get(0).getTimestamp()).isEqualTo(timestamp);
    return out.get(0).getValue().f0;
  }

  @Test
  void placesByThePlanOfARecordsOwnTime() throws Exception {
    try (var harness = harness(Map.of(100L, to(A)))) {
      harness.open();
      tell(harness, 1, 0, Map.of(200L, to(B), 300L, to(C)));

      assertThat(place(harness, 99)).isEqualTo(BY_HASH);
      assertThat(place(harness, 100)).isEqualTo(A);
      assertThat(place(harness, 299)).isEqualTo(B);
      assertThat(place(harness, 300)).isEqualTo(C);
      assertThat(place(harness, 199)).isEqualTo(A);
    }
  }

  @Test
  void aPlanTakesThePlaceOfAllFromItsStartOn() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness(Map.of(Long.MIN_VALUE, to(A)))) {
      harness.open();
      tell(harness, 1, 0, Map.of(200L, to(B), 300L, to(B)));
      tell(harness, 2, 0, Map.of(200L, to(C)));

      assertThat(place(harness, 199)).isEqualTo(A);
      assertThat(place(harness, 300)).isEqualTo(C);
      state = harness.snapshot(2, 2);
    }
    try (var harness = harness(Map.of())) {
      harness.initializeState(state);
      harness.open();
      assertThat(place(harness, 300)).isEqualTo(C);
    }
  }

  @Test
  void keepsPlansWhileWindowsMayTakeRecords() throws Exception {
    WindowRouter<Long, Long> router = router(Map.of());
    try (var harness = harness(router)) {
      harness.open();
      tell(harness, 1, 100, Map.of(100L, to(A)));
      tell(harness, 2, 200, Map.of(200L, to(B)));
      tell(harness, 3, 228, Map.of());
      harness.notifyOfCompletedCheckpoint(3);
      assertThat(router.kept()).isEqualTo(2);

      tell(harness, 4, 229, Map.of());
      harness.notifyOfCompletedCheckpoint(3);
      assertThat(router.kept()).as("checkpoint 4 is not complete").isEqualTo(2);
      harness.notifyOfCompletedCheckpoint(4);
      assertThat(router.kept()).isEqualTo(1);
      assertThat(place(harness, 199)).isEqualTo(BY_HASH);
      assertThat(place(harness, 200)).isEqualTo(B);
    }
  }

  @Test
  void restoresThePlansThatItKeptAndNoneOfThoseItStartsWith() throws Exception {
    OperatorSubtaskState state;
    WindowRouter<Long, Long> router = router(Map.of(0L, to(A)));
    try (var harness = harness(router)) {
      harness.open();
      tell(harness, 1, 0, Map.of(100L, to(B)));
      tell(harness, 2, 130, Map.of(200L, to(C)));
      harness.notifyOfCompletedCheckpoint(2);
      assertThat(router.kept()).isEqualTo(2);
      state = harness.snapshot(3, 3);
    }
    for (Map<Long, byte[]> first : List.of(Map.of(0L, to(C)), Map.<Long, byte[]>of())) {
      try (var harness = harness(first)) {
        harness.initializeState(state);
        harness.open();

        assertThat(place(harness, 99)).isEqualTo(BY_HASH);
        assertThat(place(harness, 100)).isEqualTo(B);
        assertThat(place(harness, 200)).isEqualTo(C);
      }
    }
  }

  @Test
  void keepsThePlansItStartedWith() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness(Map.of(Long.MIN_VALUE, to(A)))) {
      harness.open();
      state = harness.snapshot(1, 1);
    }
    try (var harness = harness(Map.of())) {
      harness.initializeState(state);
      harness.open();
      assertThat(place(harness, 50)).isEqualTo(A);
    }
  }

  @Test
  void failsIfARecordHasGoneByThePlanBefore() throws Exception {
    try (var harness = harness(Map.of())) {
      harness.open();
      place(harness, 100);

      assertThatThrownBy(() -> tell(harness, 7, 0, Map.of(100L, to(A), 200L, to(B))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "checkpoint 7 was given up while it told of places from 100 on, and a record of 100"
                  + " has gone to the old ones: restart from the last checkpoint");
    }
  }

  @Test
  void takesPlansFromTheBeginningOfTimeOnWhileThereAreNoRecords() throws Exception {
    try (var harness = harness(Map.of())) {
      harness.open();
      tell(harness, 1, 0, Map.of(Long.MIN_VALUE, to(A)));

      assertThat(place(harness, -7)).isEqualTo(A);
    }
  }

  @Test
  void heedsNoPlansFromTheEndOfTimeOnNorThoseThatTellOfNoPlaces() throws Exception {
    try (var harness = harness(Map.of(Long.MIN_VALUE, to(A)))) {
      harness.open();
      assertThat(place(harness, Long.MAX_VALUE)).isEqualTo(A);
      tell(harness, 1, 0, Map.of(Long.MAX_VALUE, to(B)));
      assertThat(place(harness, Long.MAX_VALUE)).isEqualTo(A);
    }
    try (var harness = harness(Map.of(Long.MIN_VALUE, to(A)))) {
      harness.open();
      tell(harness, 1, 0, Map.of(100L, new byte[0]));
      assertThat(place(harness, 100)).isEqualTo(A);
    }
  }

  @Test
  void doesNotKeepRestoredPlansThatTellOfNoPlaces() throws Exception {
    PlanReader<Long> ofAll = (plan, loader) -> key -> plan.length == 0 ? C : plan[0];
    Map<Long, byte[]> first = Map.of(100L, new byte[0], 200L, to(A));
    OperatorSubtaskState state;
    try (var harness = harness(router(ofAll, first))) {
      harness.open();
      assertThat(place(harness, 100)).isEqualTo(C);
      state = harness.snapshot(1, 1);
    }
    try (var harness = harness(Map.of())) {
      harness.initializeState(state);
      harness.open();
      assertThat(place(harness, 100)).isEqualTo(BY_HASH);
      state = harness.snapshot(2, 2);
    }
    try (var harness = harness(router(ofAll, Map.of()))) {
      harness.initializeState(state);
      harness.open();
      assertThat(place(harness, 100)).isEqualTo(BY_HASH);
      assertThat(place(harness, 200)).isEqualTo(A);
    }
  }

  @Test
  void failsWithoutTimestamps() throws Exception {
    try (var harness = harness(Map.of())) {
      harness.open();

      assertThatThrownBy(() -> harness.processElement(0, new StreamRecord<>(KEY)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "timestamp: a record has none, and places change at windows of event time: assign"
                  + " timestamps and watermarks before keyBy");
    }
  }

  @Test
  void theTimeOfWhatIsToldIsNotHeeded() throws Exception {
    try (var harness = harness(Map.of())) {
      harness.open();
      harness.processWatermark(0, new Watermark(5));
      harness.processWatermark(1, new Watermark(Long.MAX_VALUE));

      assertThat(harness.getOutput()).containsExactly(new Watermark(5));
    }
  }
}
