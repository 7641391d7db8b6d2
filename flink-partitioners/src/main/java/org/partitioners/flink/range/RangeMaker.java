package org.partitioners.flink.range;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.RangeReport;
import org.partitioners.range.RangeSample;
import org.partitioners.range.SharedRanges;

/**
 * Derives ranges from the raw samples of the last epochs: of as few as hold enough records, so that
 * a long epoch speaks for itself and short ones together.
 */
final class RangeMaker<K> {
  private static final int MOST_EPOCHS = 16;
  private static final long ENOUGH_PER_PARTITION = 8_192;

  private final RangeForm<K> form;
  private final double moveAbove;
  private final Deque<Epoch<K>> epochs = new ArrayDeque<>();

  private RangeSample<K> begun;
  private long records;
  private long earlyRecords;
  private @Nullable SharedRanges<K> ranges;
  private boolean preliminary = true;
  private @Nullable RangeReport<K> report;

  /** What all subtasks sampled, and of how many records. */
  private record Epoch<K>(RangeSample<K> sample, long records) {}

  /**
   * @param moveAbove the gain in the maximum over the mean for which ranges are moved
   * @param ranges those that routers start from; null if they start without
   */
  RangeMaker(RangeForm<K> form, double moveAbove, @Nullable SharedRanges<K> ranges) {
    this.form = form;
    this.moveAbove = moveAbove;
    this.begun = form.emptySample();
    this.ranges = ranges;
  }

  /** Adds what a subtask sampled in the epoch begun. */
  void add(RangeSample<K> sample, long ofRecords) {
    begun.merge(sample);
    records += ofRecords;
  }

  /**
   * Ranges from what has come of the first epoch, each time that has doubled; null if there are
   * better ones, or it is too coarse.
   */
  @Nullable SharedRanges<K> deriveEarly() {
    if (!preliminary || begun.total() == 0 || records < 2 * earlyRecords) {
      return null;
    }
    earlyRecords = records;
    SharedRanges<K> early = form.derive(begun);
    if (early != null) {
      ranges = early;
    }
    return early;
  }

  /** The sample of the last epochs that hold enough records. */
  RangeSample<K> statistics() {
    RangeSample<K> all = form.emptySample();
    for (Epoch<K> epoch : epochs) {
      all.merge(epoch.sample());
    }
    return all;
  }

  /**
   * Ends the epoch.
   *
   * @return the new ranges; null if the old ones stay
   */
  @Nullable SharedRanges<K> endEpoch(long epoch, Instant at) {
    if (begun.total() == 0) {
      return null;
    }
    epochs.addLast(new Epoch<>(begun, records));
    begun = form.emptySample();
    records = 0;
    forgetOld();
    RangeSample<K> statistics = statistics();
    SharedRanges<K> suggested = form.derive(statistics);
    if (suggested == null) {
      return null;
    }
    SharedRanges<K> now = ranges;
    boolean must = preliminary || now == null;
    boolean same = suggested.equals(now);
    RangeReport<K> made =
        RangeReport.of(
            epoch,
            at,
            statistics,
            form.ofPartitions(now == null ? suggested : now),
            form.ofPartitions(suggested),
            report,
            (before, after) -> !same && (must || before - after > moveAbove));
    report = made;
    preliminary = false;
    if (!must && !made.moved()) {
      return null;
    }
    ranges = suggested;
    return suggested;
  }

  private void forgetOld() {
    long enough = ENOUGH_PER_PARTITION * form.partitions();
    long total = 0;
    for (Epoch<K> epoch : epochs) {
      total += epoch.records();
    }
    while (epochs.size() > 1
        && (epochs.size() > MOST_EPOCHS || total - epochs.getFirst().records() >= enough)) {
      total -= epochs.removeFirst().records();
    }
  }

  /** The last report; null before the first epoch has ended. */
  @Nullable RangeReport<K> report() {
    return report;
  }

  /** Writes the raw samples, and what was last told of ranges. */
  void write(RangeCodec<K> codec, RangeMessage<K> last, DataOutputView out) throws IOException {
    byte[] message = codec.write(last);
    out.writeInt(message.length);
    out.write(message);
    out.writeBoolean(preliminary);
    codec.write(begun, out);
    out.writeLong(records);
    out.writeInt(epochs.size());
    for (Epoch<K> epoch : epochs) {
      codec.write(epoch.sample(), out);
      out.writeLong(epoch.records());
    }
  }

  /**
   * Goes on from what was written, be it for another number of partitions.
   *
   * @return what was last told
   */
  RangeMessage<K> read(RangeCodec<K> codec, DataInputView in) throws IOException {
    byte[] message = new byte[in.readInt()];
    in.readFully(message);
    RangeMessage<K> last = codec.readMessage(message);
    ranges = last.rangesFor(form);
    preliminary = in.readBoolean();
    begun = form.emptySample();
    begun.merge(codec.readSample(in));
    records = in.readLong();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      epochs.addLast(new Epoch<>(codec.readSample(in), in.readLong()));
    }
    return last;
  }
}
