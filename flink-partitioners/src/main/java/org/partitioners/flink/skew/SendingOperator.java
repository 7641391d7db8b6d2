package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the exchange, chained to what the records come from: sends each straight home,
 * combines it, or sends it to a place where it is combined.
 */
class SendingOperator<K, T, ACC> extends PartsOperator<T, K, T, ACC> {
  private static final long serialVersionUID = 1L;

  private final Combining<K, T, ACC> combining;
  private final Routing<K, T> routing;

  private transient @Nullable Router<K> router;
  private transient Contribution.@Nullable Whole<K, T, ACC> whole;
  private transient @Nullable Tuple2<Integer, T> routed;
  private transient Integer[] codes;
  private transient @Nullable Counter recordsSpread;

  /** Once it has been idle a sender cannot tell how far home's watermark has gone without it. */
  private transient boolean mistrustsWatermark;

  /**
   * Where records go.
   *
   * @param routers makes the router of each subtask
   * @param places where hot keys may be spread; null for nowhere
   * @param toPlaces the records on their way there
   * @param marks whether home has to be told the senders' watermarks
   * @param emitsLate whether home tells late records from others, so that none must be hidden in a
   *     part
   */
  record Routing<K, T>(
      RouterFactory<K> routers,
      @Nullable Places places,
      OutputTag<Tuple2<Integer, T>> toPlaces,
      boolean marks,
      boolean emitsLate)
      implements Serializable {}

  /** Makes routers. */
  interface RouterFactory<K> extends Serializable {
    Router<K> router();
  }

  SendingOperator(Combining<K, T, ACC> combining, Routing<K, T> routing) {
    super(combining);
    this.combining = combining;
    this.routing = routing;
    this.codes = new Integer[0];
  }

  @Override
  public void open() throws Exception {
    super.open();
    Router<K> opened = router();
    codes = routing.places() == null ? new Integer[0] : routing.places().codes();
    metrics().gauge("relievedKeys", opened::numRelieved);
    recordsSpread = metrics().counter("recordsSpread");
  }

  final Router<K> router() {
    if (router == null) {
      router = routing.routers().router();
    }
    return router;
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    T record = element.getValue();
    K key = combining.key(record);
    int way = router().route(key);
    if (way == Router.HOME || mistrustsWatermark || !isOnTime(record, element.getTimestamp())) {
      flushBeforeRecordOf(key);
      whole = whole == null ? new Contribution.Whole<>(key, record) : whole.with(key, record);
      output.collect(element.replace(whole));
    } else if (way == Router.COMBINE) {
      combineTimed(key, record, element.getTimestamp());
    } else {
      spread(element, record, way);
    }
  }

  private void combineTimed(K key, T record, long timestamp) {
    if (router().wantsTime()) {
      long before = System.nanoTime();
      combine(key, record, timestamp);
      router().combined(System.nanoTime() - before);
    } else {
      combine(key, record, timestamp);
    }
  }

  private void spread(StreamRecord<T> element, T record, int place) {
    if (routed == null) {
      routed = new Tuple2<>();
    }
    routed.f0 = codes[place];
    routed.f1 = record;
    requireNonNull(recordsSpread).inc();
    output.collect(routing.toPlaces(), element.replace(routed));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flushBefore(mark.getTimestamp());
    if (mark.getTimestamp() != Watermark.MAX_WATERMARK.getTimestamp()) {
      tellHome(mark.getTimestamp());
    }
    super.processWatermark(mark);
  }

  /** Tells all of home how far this sender's time has gone, if home cannot see it. */
  private void tellHome(long watermark) {
    if (!routing.marks()) {
      return;
    }
    int sender = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    int senders = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    for (Integer code : codes) {
      output.collect(new StreamRecord<>(new Contribution.Mark<>(code, sender, senders, watermark)));
    }
  }

  @Override
  void flushed(long numRecords, long numParts) {
    router().flushed(numRecords, numParts);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    if (status.isIdle()) {
      mistrustsWatermark = routing.emitsLate();
      flushAll();
      tellHome(Contribution.Mark.IDLE);
    }
    super.processWatermarkStatus(status);
  }
}
