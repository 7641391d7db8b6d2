package org.partitioners.flink.skew;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Aggregations of clicks in Flink, and what is to come of them, computed without Flink. */
enum Kinds {
  TUMBLING,
  SLIDING,
  SESSION,
  RUNNING;

  private static final long SIZE = 120;
  private static final long SLIDE = 40;
  private static final long GAP = 15;

  /** Whether hot keys may be combined at places other than sender and home. */
  boolean canSpread() {
    return this != SESSION;
  }

  private WindowAssigner<Object, TimeWindow> assigner() {
    return switch (this) {
      case TUMBLING -> TumblingEventTimeWindows.of(Duration.ofMillis(SIZE));
      case SLIDING -> SlidingEventTimeWindows.of(Duration.ofMillis(SIZE), Duration.ofMillis(SLIDE));
      case SESSION -> EventTimeSessionWindows.withGap(Duration.ofMillis(GAP));
      case RUNNING -> throw new IllegalStateException("no windows");
    };
  }

  /** What the job emits. */
  SingleOutputStreamOperator<String> results(
      SkewAwareStream<Click, String> keyed, Summary summary) {
    if (this == RUNNING) {
      return keyed
          .running(Duration.ofMillis(20))
          .aggregate(
              summary, (user, result, out) -> out.collect(user + " " + result), Types.STRING);
    }
    return keyed.window(assigner()).aggregate(summary, new Show());
  }

  /** What {@code keyBy} emits. */
  SingleOutputStreamOperator<String> naive(
      org.apache.flink.streaming.api.datastream.KeyedStream<Click, String> keyed) {
    return keyed.window(assigner()).aggregate(new Summary(), new Show());
  }

  /**
   * What is to be seen of the results, sorted. How often a running aggregate tells of a key is up
   * to the clock: all that it tells must be of more clicks than before, and the last of all.
   */
  List<String> judged(List<String> results) {
    if (this != RUNNING) {
      return results.stream().sorted().toList();
    }
    Map<String, String> last = new TreeMap<>();
    for (String result : results) {
      String user = result.substring(0, result.indexOf(' '));
      String before = last.put(user, result);
      if (before != null && clicks(before) >= clicks(result)) {
        throw new AssertionError("went back: " + before + ", then " + result);
      }
    }
    return last.values().stream().sorted().toList();
  }

  private static long clicks(String result) {
    return Long.parseLong(result.substring(result.indexOf('(') + 1, result.indexOf(',')));
  }

  /** What is to be emitted for clicks of which none is late, sorted. */
  List<String> expected(List<Click> clicks) {
    Map<String, List<Click>> byUser =
        clicks.stream().collect(Collectors.groupingBy(Click::getUser));
    List<String> expected = new ArrayList<>();
    byUser.forEach(
        (user, ofUser) ->
            windows(ofUser)
                .forEach((window, in) -> expected.add(user + " " + window + summary(in))));
    expected.sort(null);
    return expected;
  }

  private Map<String, List<Click>> windows(List<Click> clicks) {
    Map<String, List<Click>> windows = new HashMap<>();
    switch (this) {
      case RUNNING -> windows.put("", clicks);
      case TUMBLING ->
          clicks.forEach(click -> put(windows, click.time - click.time % SIZE, SIZE, click));
      case SLIDING ->
          clicks.forEach(
              click -> {
                long latest = click.time - click.time % SLIDE;
                for (long start = latest; start > latest - SIZE; start -= SLIDE) {
                  put(windows, start, SIZE, click);
                }
              });
      case SESSION -> sessions(clicks, windows);
    }
    return windows;
  }

  private static void sessions(List<Click> clicks, Map<String, List<Click>> windows) {
    List<Click> session = new ArrayList<>();
    for (Click click :
        clicks.stream().sorted(Comparator.comparingLong(each -> each.time)).toList()) {
      // Flink's sessions merge where one ends as the other begins.
      if (!session.isEmpty() && click.time > session.get(session.size() - 1).time + GAP) {
        close(session, windows);
      }
      session.add(click);
    }
    close(session, windows);
  }

  private static void close(List<Click> session, Map<String, List<Click>> windows) {
    long start = session.get(0).time;
    long end = session.get(session.size() - 1).time + GAP;
    windows.put(new TimeWindow(start, end) + " ", List.copyOf(session));
    session.clear();
  }

  private static void put(Map<String, List<Click>> windows, long start, long size, Click click) {
    windows
        .computeIfAbsent(new TimeWindow(start, start + size) + " ", unused -> new ArrayList<>())
        .add(click);
  }

  private static Tuple3<Long, Long, Long> summary(List<Click> clicks) {
    long sum = 0;
    long digest = 0;
    for (Click click : clicks) {
      sum += click.value;
      digest += KeyHash.of(click.time * 31 + click.value);
    }
    return Tuple3.of((long) clicks.size(), sum, digest);
  }

  private static final class Show
      extends ProcessWindowFunction<Tuple3<Long, Long, Long>, String, String, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        String user,
        Context context,
        Iterable<Tuple3<Long, Long, Long>> results,
        Collector<String> out) {
      results.forEach(result -> out.collect(user + " " + context.window() + " " + result));
    }
  }
}
