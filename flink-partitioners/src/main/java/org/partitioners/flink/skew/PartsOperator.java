package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ScheduledFuture;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Combines records and sends the parts home in time.
 *
 * <p>Holds no state: what is combined goes home before each checkpoint barrier, before the
 * watermarks that home would miss it on, before this operator is called idle, and at the end of the
 * input.
 */
abstract class PartsOperator<IN, K, T, ACC> extends AbstractStreamOperator<Contribution<K, T, ACC>>
    implements OneInputStreamOperator<IN, Contribution<K, T, ACC>> {
  private static final long serialVersionUID = 1L;

  private final Combining<K, T, ACC> combining;

  private transient @Nullable PartBuffer<K, T, ACC> buffer;
  private transient @Nullable Counter recordsCombined;
  private transient @Nullable Counter partsSent;
  private transient @Nullable ScheduledFuture<?> clock;
  private transient boolean copiesKeys;
  private transient boolean copiesRecords;
  private transient long watermark;
  private transient long records;
  private transient long parts;

  PartsOperator(Combining<K, T, ACC> combining) {
    this.combining = combining;
  }

  @Override
  public void open() throws Exception {
    super.open();
    buffer = combining.windowing().buffer(combining.function());
    watermark = Long.MIN_VALUE;
    boolean reuse = getExecutionConfig().isObjectReuseEnabled();
    copiesKeys = reuse && !combining.keys().isImmutableType();
    copiesRecords = reuse && !combining.records().isImmutableType();
    MetricGroup metrics = metrics();
    recordsCombined = metrics.counter("recordsCombined");
    partsSent = metrics.counter("partsSent");
    if (combining.windowing().pace() == Windowing.Pace.CLOCK) {
      long delay = combining.maxDelay().toMillis();
      clock = getProcessingTimeService().scheduleWithFixedDelay(unused -> flushAll(), delay, delay);
    }
  }

  /** The group of this library's metrics. */
  final MetricGroup metrics() {
    return getMetricGroup().addGroup("skew");
  }

  final PartBuffer<K, T, ACC> buffer() {
    return requireNonNull(buffer, "opened before use");
  }

  /** Whether a record may be combined; see {@link PartBuffer#isOnTime}. */
  final boolean isOnTime(T record, long timestamp) {
    return buffer().isOnTime(record, timestamp, watermark);
  }

  final void combine(K key, T record, long timestamp) {
    buffer()
        .add(
            copiesKeys ? combining.keys().copy(key) : key,
            copiesRecords ? combining.records().copy(record) : record,
            timestamp);
    records++;
    if (buffer().size() >= combining.maxParts()) {
      flushAll();
    }
  }

  /** Sends the parts of a key, if they must come before the record that is sent next. */
  final void flushBeforeRecordOf(K key) {
    if (combining.windowing().isOrdered() && buffer().size() > 0) {
      buffer().flush(key, this::send);
    }
  }

  final void flushAll() {
    buffer().flushAll(this::send);
    account();
  }

  private void send(Contribution.Part<K, T, ACC> part, long timestamp) {
    parts++;
    StreamRecord<Contribution<K, T, ACC>> record = new StreamRecord<>(part);
    if (timestamp != Long.MIN_VALUE) {
      record.setTimestamp(timestamp);
    }
    output.collect(record);
  }

  private void account() {
    if (records > 0 || parts > 0) {
      requireNonNull(recordsCombined).inc(records);
      requireNonNull(partsSent).inc(parts);
      flushed(records, parts);
      records = 0;
      parts = 0;
    }
  }

  /** So many records have left in so many parts. */
  void flushed(long numRecords, long numParts) {}

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flushBefore(mark.getTimestamp());
    watermark = mark.getTimestamp();
    super.processWatermark(mark);
  }

  /** Sends the parts that home would miss on a watermark. */
  final void flushBefore(long nextWatermark) {
    if (combining.windowing().pace() == Windowing.Pace.EVERY_WATERMARK) {
      flushAll();
    } else {
      buffer().flushBefore(nextWatermark, this::send);
      account();
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    if (status.isIdle()) {
      flushAll();
    }
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flushAll();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void close() throws Exception {
    if (clock != null) {
      clock.cancel(false);
    }
    super.close();
  }

  @Override
  public void finish() throws Exception {
    flushAll();
    super.finish();
  }
}
