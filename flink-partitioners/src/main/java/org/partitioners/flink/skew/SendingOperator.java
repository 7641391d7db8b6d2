package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
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

  private transient Contribution.@Nullable Sender self;

  /** The watermark that home was told last. */
  private transient long toldWatermark;

  private transient boolean idle;
  private transient boolean hasBeenIdle;

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
    if (way == Router.HOME || mistrusts(way) || !isOnTime(record, element.getTimestamp())) {
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
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    self =
        new Contribution.Sender(
            context.getRestoredCheckpointId().orElse(HomeOperator.NEW),
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
            getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    toldWatermark = Long.MIN_VALUE;
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    boolean isEnd = mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp();
    // A batch has no other watermark than that of its end, and no marks: they cannot be sorted.
    if (!isEnd || toldWatermark != Long.MIN_VALUE) {
      toldWatermark = mark.getTimestamp();
      tellHome(toldWatermark);
    }
    super.processWatermark(mark);
  }

  /** Tells all of home how far this sender's time has gone, if home cannot see it. */
  private void tellHome(long watermark) {
    if (routing.marks() && self != null) {
      for (Integer code : codes) {
        output.collect(new StreamRecord<>(new Contribution.Mark<>(code, self, watermark)));
      }
    }
  }

  @Override
  void flushed(long numRecords, long numParts) {
    router().flushed(numRecords, numParts);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    idle = status.isIdle();
    if (idle) {
      hasBeenIdle = true;
      if (combining.windowing().canBeLate()) {
        router().cannotCombine();
      }
      tellHome(Contribution.Mark.IDLE);
    } else if (toldWatermark != Long.MIN_VALUE) {
      tellHome(toldWatermark);
    }
    super.processWatermarkStatus(status);
  }

  /**
   * Whether a record has to go home as it is, by whatever way it is to go. Home does not wait for
   * an idle sender, and a sender that has been idle cannot tell how far home's watermark has gone
   * without it; a place can, but not which records are late. By the clock none of this matters.
   */
  private boolean mistrusts(int way) {
    if (!hasBeenIdle || !combining.windowing().canBeLate()) {
      return false;
    }
    return idle || way == Router.COMBINE || routing.emitsLate();
  }
}
