package org.partitioners.flink.skew;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** One part for each key and session, as far as its records have come by here. */
final class SessionBuffer<K, T, ACC> extends PartBuffer<K, T, ACC> {
  private final SessionGap<T> gap;
  private final Map<K, List<Session<ACC>>> sessions = new HashMap<>();
  private long earliestStart = Long.MAX_VALUE;
  private int size;

  SessionBuffer(AggregateFunction<T, ACC, ?> function, SessionGap<T> gap) {
    super(function);
    this.gap = gap;
  }

  private static final class Session<ACC> {
    TimeWindow window;
    ACC accumulator;
    long firstTimestamp;

    Session(TimeWindow window, ACC accumulator, long firstTimestamp) {
      this.window = window;
      this.accumulator = accumulator;
      this.firstTimestamp = firstTimestamp;
    }
  }

  @Override
  boolean isOnTime(T record, long timestamp, long watermark) {
    return gap.session(record, timestamp).maxTimestamp() > watermark;
  }

  @Override
  void add(K key, T record, long timestamp) {
    TimeWindow window = gap.session(record, timestamp);
    List<Session<ACC>> ofKey = sessions.computeIfAbsent(key, unused -> new ArrayList<>(1));
    Session<ACC> target = null;
    for (Iterator<Session<ACC>> each = ofKey.iterator(); each.hasNext(); ) {
      Session<ACC> session = each.next();
      if (!session.window.intersects(window)) {
        continue;
      }
      window = session.window.cover(window);
      if (target == null) {
        target = session;
      } else {
        target.accumulator = function.merge(target.accumulator, session.accumulator);
        target.firstTimestamp = Math.min(target.firstTimestamp, session.firstTimestamp);
        each.remove();
        size--;
      }
    }
    if (target == null) {
      target = new Session<>(window, function.createAccumulator(), timestamp);
      ofKey.add(target);
      size++;
    }
    target.window = window;
    target.accumulator = function.add(record, target.accumulator);
    earliestStart = Math.min(earliestStart, window.getStart());
  }

  @Override
  void flush(K key, Receiver<K, T, ACC> receiver) {
    List<Session<ACC>> ofKey = sessions.remove(key);
    if (ofKey != null) {
      ofKey.forEach(session -> send(key, session, receiver));
    }
  }

  @Override
  void flushBefore(long watermark, Receiver<K, T, ACC> receiver) {
    if (!isDue(earliestStart, watermark)) {
      return;
    }
    earliestStart = Long.MAX_VALUE;
    for (Iterator<Map.Entry<K, List<Session<ACC>>>> keys = sessions.entrySet().iterator();
        keys.hasNext(); ) {
      Map.Entry<K, List<Session<ACC>>> ofKey = keys.next();
      for (Iterator<Session<ACC>> each = ofKey.getValue().iterator(); each.hasNext(); ) {
        Session<ACC> session = each.next();
        if (isDue(session.window.getStart(), watermark)) {
          each.remove();
          send(ofKey.getKey(), session, receiver);
        } else {
          earliestStart = Math.min(earliestStart, session.window.getStart());
        }
      }
      if (ofKey.getValue().isEmpty()) {
        keys.remove();
      }
    }
  }

  /** A session that ends where this one starts merges with it, unless the watermark closes it. */
  private static boolean isDue(long start, long watermark) {
    return start == Long.MIN_VALUE || start - 1 <= watermark;
  }

  @Override
  void flushAll(Receiver<K, T, ACC> receiver) {
    sessions.forEach((key, ofKey) -> ofKey.forEach(session -> send(key, session, receiver)));
    sessions.clear();
    earliestStart = Long.MAX_VALUE;
  }

  private void send(K key, Session<ACC> session, Receiver<K, T, ACC> receiver) {
    size--;
    receiver.receive(
        new Contribution.Part<>(
            key, session.accumulator, session.window.getStart(), session.window.getEnd()),
        session.firstTimestamp);
  }

  @Override
  int size() {
    return size;
  }
}
