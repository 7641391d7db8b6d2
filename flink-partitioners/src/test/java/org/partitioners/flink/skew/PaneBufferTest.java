package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.junit.jupiter.api.Test;

class PaneBufferTest {
  private static final int RECORDS = 300;

  /** A home without a clock: what belongs to each key and window. */
  private static final class Home {
    final Gathering function = new Gathering();
    final Map<String, Map<TimeWindow, List<Integer>>> contents = new HashMap<>();

    void take(String key, Iterable<TimeWindow> windows, List<Integer> part) {
      for (TimeWindow window : windows) {
        contents
            .computeIfAbsent(key, unused -> new HashMap<>())
            .merge(window, List.copyOf(part), this::merge);
      }
    }

    private List<Integer> merge(List<Integer> one, List<Integer> other) {
      List<Integer> merged = function.merge(function.createAccumulator(), one);
      return function.getResult(function.merge(merged, other));
    }
  }

  /** Parts merged are all records combined, whatever is flushed when; and none stays too long. */
  @Property(tries = 200, seed = "4")
  void partsMergedAreAllRecordsCombined(
      @ForAll @LongRange(min = 1, max = 60) long size,
      @ForAll @LongRange(min = 1, max = 40) long slide,
      @ForAll long seed) {
    Random random = new Random(seed);
    Panes panes = new Panes.Sliding(size, slide, random.nextInt((int) slide));
    long offset = ((Panes.Sliding) panes).offset();
    PartBuffer<String, Integer, List<Integer>> buffer = new PaneBuffer<>(new Gathering(), panes);
    Home direct = new Home();
    Home home = new Home();
    int[] received = new int[1];
    long[] watermark = {-200};
    PartBuffer.Receiver<String, Integer, List<Integer>> receiver =
        (part, timestamp) -> {
          received[0]++;
          assertThat(part.isSession()).isFalse();
          assertThat(panes.due(timestamp)).as("home in time").isGreaterThan(watermark[0]);
          home.take(
              part.key(), PanesTest.windows(size, slide, offset, timestamp), part.accumulator());
        };
    for (int i = 0; i < RECORDS; i++) {
      long timestamp = watermark[0] + random.nextInt(200) - 50;
      String key = "key-" + random.nextInt(3);
      var windows = PanesTest.windows(size, slide, offset, timestamp);
      assertThat(buffer.isOnTime(i, timestamp, watermark[0]))
          .isEqualTo(
              !windows.isEmpty()
                  && windows.stream().allMatch(each -> each.maxTimestamp() > watermark[0]));
      if (buffer.isOnTime(i, timestamp, watermark[0])) {
        buffer.add(key, i, timestamp);
        direct.take(key, windows, List.of(i));
      }
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
    assertThat(home.contents).isEqualTo(direct.contents);
  }

  @Test
  void keepsOnePartOfEachKeyAndPane() {
    PartBuffer<String, Integer, List<Integer>> buffer =
        new PaneBuffer<>(new Gathering(), new Panes.Sliding(100, 100, 0));
    buffer.add("a", 1, 10);
    buffer.add("a", 2, 20);
    buffer.add("a", 3, 110);
    buffer.add("b", 4, 15);
    buffer.add("a", 5, 5);

    assertThat(buffer.size()).isEqualTo(3);
    Map<Long, List<Integer>> sent = new HashMap<>();
    buffer.flush("a", (part, timestamp) -> sent.put(timestamp, part.accumulator()));
    assertThat(sent).isEqualTo(Map.of(10L, List.of(1, 2, 5), 110L, List.of(3)));
    assertThat(buffer.size()).isEqualTo(1);
    buffer.flush("a", (part, timestamp) -> sent.clear());
    assertThat(sent).isNotEmpty();
  }

  /** A window of [0, 100) fires on watermark 99. */
  @Test
  void aPartLeavesBeforeTheWatermarkThatWouldMissIt() {
    PartBuffer<String, Integer, List<Integer>> buffer =
        new PaneBuffer<>(new Gathering(), new Panes.Sliding(100, 100, 0));
    buffer.add("a", 1, 10);
    buffer.add("a", 2, 110);

    buffer.flushBefore(98, (part, timestamp) -> {});
    assertThat(buffer.size()).isEqualTo(2);
    buffer.flushBefore(99, (part, timestamp) -> assertThat(timestamp).isEqualTo(10));
    assertThat(buffer.size()).isEqualTo(1);
    assertThat(buffer.isOnTime(3, 99, 98)).isTrue();
    assertThat(buffer.isOnTime(3, 99, 99)).isFalse();
    buffer.add("a", 4, 150);
    assertThat(buffer.size()).isEqualTo(1);
  }
}
