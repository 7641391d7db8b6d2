package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.MultiInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionMap;

@SuppressWarnings("try") // harnesses are closed with any exception
class MapRouterTest {
  private static final int KEY_GROUPS = 16;
  private static final WindowTiming WINDOWS = new WindowTiming(100, 30);

  private static MultiInputStreamOperatorTestHarness<Tuple2<Integer, Long>> harness(
      PartitionMap... first) throws Exception {
    MapHistory<PartitionMap> maps = new MapHistory<>();
    for (PartitionMap map : first) {
      maps.add(map.validFrom().toEpochMilli(), map);
    }
    return new MultiInputStreamOperatorTestHarness<>(
        SimpleOperatorFactory.of(new MapRouter<Long, Long>(key -> key, WINDOWS, KEY_GROUPS, maps)));
  }

  private static void tell(
      MultiInputStreamOperatorTestHarness<Tuple2<Integer, Long>> harness,
      long checkpoint,
      long watermark,
      PartitionMap... maps)
      throws Exception {
    MapHistory<PartitionMap> told = new MapHistory<>();
    for (PartitionMap map : maps) {
      told.add(map.validFrom().toEpochMilli(), map);
    }
    harness.processElement(
        1, new StreamRecord<>(new Announcement(checkpoint, watermark, told).toBytes()));
  }

  private static List<Integer> places(
      MultiInputStreamOperatorTestHarness<Tuple2<Integer, Long>> harness, long timestamp)
      throws Exception {
    List<Integer> places = new ArrayList<>();
    for (long key = 0; key < 100; key++) {
      harness.processElement(0, new StreamRecord<>(key, timestamp));
      // The router emits one tuple again and again: look before it does.
      StreamRecord<? extends Tuple2<Integer, Long>> out =
          harness.extractOutputStreamRecords().get(0);
      harness.getOutput().clear();
      assertThat(out.getValue().f1).isEqualTo(key);
      assertThat(out.getTimestamp()).isEqualTo(timestamp);
      places.add(out.getValue().f0);
    }
    return places;
  }

  private static List<Integer> by(PartitionMap map) {
    List<Integer> places = new ArrayList<>();
    for (long key = 0; key < 100; key++) {
      places.add(KeyGroupPlaces.<Long>of(map, KEY_GROUPS).keyGroup(key));
    }
    return places;
  }

  private static List<Integer> byHash() {
    List<Integer> places = new ArrayList<>();
    for (long key = 0; key < 100; key++) {
      places.add(KeyGroupRangeAssignment.assignToKeyGroup(key, KEY_GROUPS));
    }
    return places;
  }

  @Test
  void placesByTheMapOfARecordsOwnTime() throws Exception {
    PartitionMap one = Maps.of(1, 100, 3);
    PartitionMap two = Maps.of(2, 300, 5);
    PartitionMap three = Maps.of(3, 200, 7);
    try (var harness = harness(one)) {
      harness.open();
      tell(harness, 1, 0, two);

      assertThat(places(harness, 99)).isEqualTo(byHash());
      assertThat(places(harness, 100)).isEqualTo(by(one));
      tell(harness, 2, 0, three);
      assertThat(places(harness, 300)).isEqualTo(by(three));
      assertThat(places(harness, 199)).isEqualTo(by(one));
    }
  }

  @Test
  void keepsMapsThatOpenWindowsNeed() throws Exception {
    OperatorSubtaskState state;
    PartitionMap one = Maps.first(3);
    PartitionMap two = Maps.of(2, 100, 5);
    PartitionMap three = Maps.of(3, 200, 7);
    try (var harness = harness(one)) {
      harness.open();
      tell(harness, 1, 128, two);
      harness.notifyOfCompletedCheckpoint(1);
      tell(harness, 2, 129, three);
      state = harness.snapshot(2, 2);
      assertThat(places(harness, 99)).isEqualTo(by(one));
      // The first's windows take records up to a watermark of 128.
      harness.notifyOfCompletedCheckpoint(2);
      assertThat(places(harness, 99)).isEqualTo(byHash());
      assertThat(places(harness, 100)).isEqualTo(by(two));
    }
    try (var harness = harness(Maps.first(11))) {
      harness.initializeState(state);
      harness.open();
      assertThat(places(harness, 99)).isEqualTo(by(one));
      assertThat(places(harness, 100)).isEqualTo(by(two));
      assertThat(places(harness, 200)).isEqualTo(by(three));
    }
  }

  @Test
  void failsIfARecordHasGoneByTheMapBefore() throws Exception {
    try (var harness = harness(Maps.first(3))) {
      harness.open();
      places(harness, 100);

      assertThatThrownBy(() -> tell(harness, 7, 0, Maps.of(2, 100, 5)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "checkpoint 7 was given up while it told of a map from 100 on, and a record of 100"
                  + " has gone by the old one: restart from the last checkpoint");
    }
  }

  @Test
  void failsWithoutTimestamps() throws Exception {
    try (var harness = harness()) {
      harness.open();

      assertThatThrownBy(() -> harness.processElement(0, new StreamRecord<>(5L)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "timestamp: a record has none, and its time says which map holds: assign timestamps"
                  + " and watermarks before FollowedMap.keyBy");
    }
  }

  @Test
  void theTimeOfWhatIsToldIsNotHeeded() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processWatermark(0, new Watermark(5));
      harness.processWatermark(1, new Watermark(Long.MAX_VALUE));

      assertThat(harness.getOutput()).containsExactly(new Watermark(5));
    }
  }

  @Test
  void morePartitionsThanKeyGroupsShareThemWithTheirNeighbours() {
    PartitionMap map = Maps.first(40);
    List<Integer> places = by(map);
    var partitioner = HashPartitioners.jump(40, KeyHashers.longs());
    for (int key = 0; key < 100; key++) {
      assertThat(places.get(key)).isEqualTo(partitioner.partition((long) key) * KEY_GROUPS / 40);
    }
  }
}
