package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.junit.jupiter.api.Test;

class SessionBufferTest {
  private static final SessionGap<Integer> GAP =
      (record, timestamp) -> new TimeWindow(timestamp, timestamp + 3 + record % 10);

  private record Session(TimeWindow window, List<Integer> records) {}

  /** Sessions that overlap or touch are one, as in Flink. */
  private static Map<TimeWindow, List<Integer>> merged(List<Session> sessions) {
    Map<TimeWindow, List<Integer>> merged = new HashMap<>();
    TimeWindow last = null;
    List<Integer> records = new ArrayList<>();
    for (Session each :
        sessions.stream()
            .sorted(Comparator.comparingLong(session -> session.window().getStart()))
            .toList()) {
      if (last != null && last.intersects(each.window())) {
        last = last.cover(each.window());
      } else {
        last = each.window();
        records = new ArrayList<>();
      }
      records.addAll(each.records());
      merged.values().removeIf(records::containsAll);
      merged.put(last, records.stream().sorted().toList());
    }
    return merged;
  }

  @Property(tries = 200, seed = "5")
  void partsMergedAreAllRecordsCombined(@ForAll long seed) {
    Random random = new Random(seed);
    PartBuffer<String, Integer, List<Integer>> buffer = new SessionBuffer<>(new Gathering(), GAP);
    Map<String, List<Session>> direct = new TreeMap<>();
    Map<String, List<Session>> home = new TreeMap<>();
    int[] received = new int[1];
    long[] watermark = {-300};
    PartBuffer.Receiver<String, Integer, List<Integer>> receiver =
        (part, timestamp) -> {
          received[0]++;
          assertThat(part.isSession()).isTrue();
          assertThat(part.start() - 1).as("home in time").isGreaterThan(watermark[0]);
          assertThat(timestamp).isBetween(part.start(), part.end());
          home.computeIfAbsent(part.key(), unused -> new ArrayList<>())
              .add(new Session(new TimeWindow(part.start(), part.end()), part.accumulator()));
        };
    for (int i = 0; i < 300; i++) {
      long timestamp = watermark[0] + 2 + random.nextInt(200);
      String key = "key-" + random.nextInt(3);
      assertThat(buffer.isOnTime(i, timestamp, watermark[0])).isTrue();
      buffer.add(key, i, timestamp);
      direct
          .computeIfAbsent(key, unused -> new ArrayList<>())
          .add(new Session(GAP.session(i, timestamp), List.of(i)));
      if (random.nextInt(20) == 0) {
        long next = watermark[0] + random.nextInt(60);
        buffer.flushBefore(next, receiver);
        watermark[0] = next;
      }
      if (random.nextInt(50) == 0) {
        buffer.flush("key-" + random.nextInt(3), receiver);
      }
    }
    int expected = received[0] + buffer.size();
    buffer.flushAll(receiver);

    assertThat(received[0]).isEqualTo(expected);
    assertThat(buffer.size()).isZero();
    assertThat(home.keySet()).isEqualTo(direct.keySet());
    home.forEach((key, parts) -> assertThat(merged(parts)).isEqualTo(merged(direct.get(key))));
  }

  @Test
  void aRecordBetweenTwoSessionsMakesThemOne() {
    PartBuffer<String, Integer, List<Integer>> buffer = new SessionBuffer<>(new Gathering(), GAP);
    buffer.add("a", 10, 100); // [100, 103)
    buffer.add("a", 20, 106); // [106, 109)
    assertThat(buffer.size()).isEqualTo(2);
    buffer.add("a", 30, 103); // [103, 106) touches both

    assertThat(buffer.size()).isEqualTo(1);
    buffer.flushAll(
        (part, timestamp) -> {
          assertThat(part.start()).isEqualTo(100);
          assertThat(part.end()).isEqualTo(109);
          assertThat(part.accumulator()).containsExactlyInAnyOrder(10, 20, 30);
        });
    assertThat(buffer.size()).isZero();
  }

  /** A session that ends at 100 is closed by watermark 99, and would merge with one from 100 on. */
  @Test
  void aPartLeavesBeforeTheWatermarkThatClosesTheSessionBefore() {
    PartBuffer<String, Integer, List<Integer>> buffer = new SessionBuffer<>(new Gathering(), GAP);
    buffer.add("a", 10, 100);

    buffer.flushBefore(98, (part, timestamp) -> {});
    assertThat(buffer.size()).isEqualTo(1);
    buffer.flushBefore(99, (part, timestamp) -> {});
    assertThat(buffer.size()).isZero();
    assertThat(buffer.isOnTime(10, 100, 101)).isTrue();
    assertThat(buffer.isOnTime(10, 100, 102)).isFalse();
  }
}
