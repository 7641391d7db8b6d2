package org.partitioners.flink.skew;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/** One part for each key and pane: a stretch of time whose records share all their windows. */
final class PaneBuffer<K, T, ACC> extends PartBuffer<K, T, ACC> {
  private final Panes panes;
  private final TreeMap<Long, Pane<K, ACC>> byStart = new TreeMap<>();

  /** The pane of the latest record, which is most likely the next one's. */
  private @Nullable Pane<K, ACC> latest;

  private int size;
  private long begun;

  PaneBuffer(AggregateFunction<T, ACC, ?> function, Panes panes) {
    super(function);
    this.panes = panes;
  }

  private static final class Pane<K, ACC> {
    final long start;
    final long end;
    final long due;
    final Map<K, Sum<ACC>> sums = new HashMap<>();

    Pane(long start, long end, long due) {
      this.start = start;
      this.end = end;
      this.due = due;
    }

    boolean contains(long timestamp) {
      return start <= timestamp && timestamp < end;
    }
  }

  private static final class Sum<ACC> {
    ACC accumulator;
    final long firstTimestamp;

    /** How many parts were begun before. */
    final long number;

    Sum(ACC accumulator, long firstTimestamp, long number) {
      this.accumulator = accumulator;
      this.firstTimestamp = firstTimestamp;
      this.number = number;
    }
  }

  @Override
  boolean isOnTime(T record, long timestamp, long watermark) {
    Pane<K, ACC> pane = latest;
    return (pane != null && pane.contains(timestamp) ? pane.due : panes.due(timestamp)) > watermark;
  }

  @Override
  void add(K key, T record, long timestamp) {
    Pane<K, ACC> pane = latest;
    if (pane == null || !pane.contains(timestamp)) {
      pane = byStart.computeIfAbsent(panes.start(timestamp), this::pane);
      latest = pane;
    }
    Sum<ACC> sum = pane.sums.get(key);
    if (sum == null) {
      sum = new Sum<>(function.createAccumulator(), timestamp, begun++);
      pane.sums.put(key, sum);
      size++;
    }
    sum.accumulator = function.add(record, sum.accumulator);
  }

  private Pane<K, ACC> pane(long start) {
    return new Pane<>(start, panes.end(start), panes.due(start));
  }

  @Override
  void flush(K key, Receiver<K, T, ACC> receiver) {
    List<Ready<K, ACC>> ready = new ArrayList<>();
    for (Pane<K, ACC> pane : byStart.values()) {
      Sum<ACC> sum = pane.sums.remove(key);
      if (sum != null) {
        ready.add(new Ready<>(key, sum));
      }
    }
    send(ready, receiver);
  }

  @Override
  void flushBefore(long watermark, Receiver<K, T, ACC> receiver) {
    List<Ready<K, ACC>> ready = new ArrayList<>();
    while (!byStart.isEmpty() && byStart.firstEntry().getValue().due <= watermark) {
      take(byStart.pollFirstEntry().getValue(), ready);
    }
    send(ready, receiver);
  }

  @Override
  void flushAll(Receiver<K, T, ACC> receiver) {
    List<Ready<K, ACC>> ready = new ArrayList<>();
    byStart.values().forEach(pane -> take(pane, ready));
    byStart.clear();
    send(ready, receiver);
  }

  private record Ready<K, ACC>(K key, Sum<ACC> sum) {}

  private void take(Pane<K, ACC> pane, List<Ready<K, ACC>> ready) {
    if (pane == latest) {
      latest = null;
    }
    pane.sums.forEach((key, sum) -> ready.add(new Ready<>(key, sum)));
  }

  /** In the order of their first records, which some triggers go by. */
  private void send(List<Ready<K, ACC>> ready, Receiver<K, T, ACC> receiver) {
    ready.sort(Comparator.comparingLong(each -> each.sum().number));
    size -= ready.size();
    for (Ready<K, ACC> each : ready) {
      receiver.receive(
          new Contribution.Part<>(each.key(), each.sum().accumulator), each.sum().firstTimestamp);
    }
  }

  @Override
  int size() {
    return size;
  }
}
