package org.partitioners.flink.skew;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
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

    Sum(ACC accumulator, long firstTimestamp) {
      this.accumulator = accumulator;
      this.firstTimestamp = firstTimestamp;
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
      sum = new Sum<>(function.createAccumulator(), timestamp);
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
    for (Pane<K, ACC> pane : byStart.values()) {
      Sum<ACC> sum = pane.sums.remove(key);
      if (sum != null) {
        size--;
        receiver.receive(new Contribution.Part<>(key, sum.accumulator), sum.firstTimestamp);
      }
    }
  }

  @Override
  void flushBefore(long watermark, Receiver<K, T, ACC> receiver) {
    Iterator<Pane<K, ACC>> oldestFirst = byStart.values().iterator();
    while (oldestFirst.hasNext()) {
      Pane<K, ACC> pane = oldestFirst.next();
      if (pane.due > watermark) {
        return;
      }
      oldestFirst.remove();
      send(pane, receiver);
    }
  }

  @Override
  void flushAll(Receiver<K, T, ACC> receiver) {
    ArrayDeque<Pane<K, ACC>> all = new ArrayDeque<>(byStart.values());
    byStart.clear();
    all.forEach(pane -> send(pane, receiver));
  }

  private void send(Pane<K, ACC> pane, Receiver<K, T, ACC> receiver) {
    if (pane == latest) {
      latest = null;
    }
    size -= pane.sums.size();
    pane.sums.forEach(
        (key, sum) ->
            receiver.receive(new Contribution.Part<>(key, sum.accumulator), sum.firstTimestamp));
  }

  @Override
  int size() {
    return size;
  }
}
