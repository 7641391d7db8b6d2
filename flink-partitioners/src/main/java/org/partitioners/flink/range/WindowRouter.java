package org.partitioners.flink.range;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.SharedRanges;

/**
 * Routes each record by the ranges of the window it belongs to. New ranges hold from a window on
 * that no subtask has seen a record of. Records before all known ranges go by the first ones, or by
 * hash as {@code keyBy} sends them.
 *
 * <p>Ranges are kept until no window that they hold for can take a record any more. That is so when
 * a checkpoint is complete ahead of which all subtasks' watermarks had passed: then windows have
 * seen these watermarks, too, on edges where barriers are aligned.
 */
final class WindowRouter<T, K, O> extends RoutingOperator<T, K, O> {
  private static final long serialVersionUID = 1L;

  private final RangeTiming timing;
  private final @Nullable SharedRanges<K> first;

  /** Ranges by the time from which on they hold. */
  private transient NavigableMap<Long, SharedRanges<K>> history;

  private transient NavigableMap<Long, Long> watermarks;
  private transient long start;
  private transient @Nullable SharedRanges<K> newest;
  private transient long maxRouted;

  @SuppressWarnings("NullAway.Init") // initializeState() comes before all else
  WindowRouter(
      Selection<T, K> selection,
      RangeForm<K> form,
      Placing<T, O> placing,
      RangeTiming timing,
      @Nullable SharedRanges<K> first) {
    super(selection, form, placing);
    this.timing = timing;
    this.first = first;
  }

  @Override
  public void initializeState(org.apache.flink.runtime.state.StateInitializationContext context)
      throws Exception {
    history = new TreeMap<>();
    watermarks = new TreeMap<>();
    maxRouted = Long.MIN_VALUE;
    super.initializeState(context);
    if (first != null && !context.isRestored()) {
      RangeMessage<K> message = new RangeMessage<>(0, Long.MIN_VALUE, Long.MIN_VALUE, first, null);
      // Kept, for windows may still be open when the job is restored and would spread it otherwise.
      restored(Long.MIN_VALUE, message);
      keep(Long.MIN_VALUE, message);
    }
  }

  @Override
  int place(K key, StreamRecord<T> element, long nextTicket) {
    long timestamp = timing.timestamp(element);
    maxRouted = Math.max(maxRouted, timestamp);
    SharedRanges<K> ranges = newest;
    if (ranges == null || timestamp < start) {
      Map.Entry<Long, SharedRanges<K>> entry = history.floorEntry(timestamp);
      ranges = entry == null ? null : entry.getValue();
    }
    return ranges == null
        ? KeyGroupRangeAssignment.assignToKeyGroup(key, form().places())
        : ranges.partition(key, nextTicket);
  }

  @Override
  void told(RangeMessage<K> message) throws Exception {
    SharedRanges<K> ranges = message.rangesFor(form());
    // From the end of time on they would hold for no window.
    if (ranges != null && message.validFrom() < Long.MAX_VALUE) {
      if (maxRouted >= message.validFrom()) {
        throw new IllegalStateException(
            "checkpoint "
                + message.epoch()
                + " was given up while it told of ranges from "
                + message.validFrom()
                + " on, and a record of "
                + maxRouted
                + " has gone by the old ones: restart from the last checkpoint");
      }
      add(message.validFrom(), ranges);
      keep(message.validFrom(), message);
    }
    watermarks.put(message.epoch(), message.watermark());
  }

  private void add(long validFrom, SharedRanges<K> ranges) {
    history.put(validFrom, ranges);
    start = history.lastKey();
    newest = history.lastEntry().getValue();
  }

  @Override
  void restored(long number, RangeMessage<K> message) {
    SharedRanges<K> ranges = message.rangesFor(form());
    if (ranges != null) {
      add(number, ranges);
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    Map.Entry<Long, Long> passed = watermarks.floorEntry(checkpointId);
    if (passed == null) {
      return;
    }
    watermarks.headMap(checkpointId, true).clear();
    forget(passed.getValue());
  }

  /** Forgets ranges that were followed by others before any window that is still open. */
  private void forget(long watermark) throws Exception {
    while (history.size() > 1) {
      long oldest = history.firstKey();
      long end = history.higherKey(oldest);
      if (timing.isOpen(end, watermark)) {
        return;
      }
      history.remove(oldest);
      keep(oldest, null);
    }
  }

  /** How many ranges are kept. */
  int kept() {
    return history.size();
  }
}
