package org.partitioners.flink.range;

import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.SharedRanges;

/**
 * Routes by the ranges of the last checkpoint: what is told before a barrier holds behind it, in
 * all subtasks alike. The first ranges hold at once, as nothing is lost by that; before them,
 * records go round.
 */
class ShuffleRouter<T, K> extends RoutingOperator<T, K> {
  private static final long serialVersionUID = 1L;

  /** The number of the state's only entry. */
  private static final long ONLY = 0;

  private final RangeTiming timing;
  private final @Nullable SharedRanges<K> first;

  private transient @Nullable SharedRanges<K> now;
  private transient @Nullable RangeMessage<K> next;
  private transient int round;

  ShuffleRouter(
      Selection<T, K> selection,
      RangeForm<K> form,
      RangeTiming timing,
      @Nullable SharedRanges<K> first) {
    super(selection, form);
    this.timing = timing;
    this.first = first;
  }

  @Override
  public void open() throws Exception {
    super.open();
    if (now == null) {
      now = first;
    }
    round = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() % form().places();
  }

  @Override
  final int place(K key, StreamRecord<T> element, long nextTicket) {
    SharedRanges<K> ranges = now;
    if (ranges != null) {
      return ranges.partition(key, nextTicket);
    }
    round = round + 1 < form().places() ? round + 1 : 0;
    return round;
  }

  @Override
  final void told(RangeMessage<K> message) throws Exception {
    if (message.ranges() == null) {
      return;
    }
    boolean holdsAtOnce =
        timing.interval() != 0 || message.epoch() == RangeMessage.EARLY || now == null;
    if (holdsAtOnce) {
      apply(message);
    } else {
      next = message;
    }
  }

  private void apply(RangeMessage<K> message) throws Exception {
    now = message.rangesFor(form());
    keep(ONLY, message);
  }

  /** So no snapshot is taken between what is told and its barrier. */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    RangeMessage<K> due = next;
    if (due != null) {
      apply(due);
      next = null;
    }
  }

  @Override
  final void restored(long number, RangeMessage<K> message) {
    now = message.rangesFor(form());
  }

  /** Whether ranges are known. */
  final boolean knowsRanges() {
    return now != null;
  }

  /** Goes by these from now on. */
  final void hold(SharedRanges<K> ranges) {
    now = ranges;
  }
}
