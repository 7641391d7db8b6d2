package org.partitioners.flink.range;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.range.ShuffleEvent.Occasion;
import org.partitioners.flink.report.ReportSerializer;
import org.partitioners.range.RangeReport;
import org.partitioners.range.SharedRanges;

/**
 * Samples keys, tells the {@link ShuffleCoordinator} of them, and gives each record its place, by
 * the ranges that it is told. They hold from the barrier of the checkpoint on that they were made
 * for. The first ranges hold at once, as nothing is lost by that; before them, records go round.
 */
final class ShuffleOperator<T, K> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T>, OperatorEventHandler {
  private static final long serialVersionUID = 1L;

  /** After how many records a subtask tells of them, and after how many times that again. */
  static final long MANY_RECORDS = 10_000;

  private static final int TIMES = 4;

  /** The number of the state's only entry. */
  private static final long ONLY = 0;

  private final Selection<T, K> selection;
  private final RangeForm<K> form;
  private final long interval;
  private final @Nullable SharedRanges<K> first;
  private final OutputTag<RangeReport<K>> reports;
  private final Placing<T, T> placing = Placing.onEdge();

  private transient OperatorEventGateway coordinator;
  private transient RangeCodec<K> codec;
  private transient ReportSerializer<K, RangeReport<K>> reportSerializer;
  private transient KeySampler<K> sampler;
  private transient boolean copiesKeys;
  private transient long tellAt;
  private transient Tickets tickets;
  private transient BroadcastState<Long, byte[]> state;
  private transient @Nullable SharedRanges<K> now;
  private transient long epoch;
  private transient NavigableMap<Long, RangeMessage<K>> pending;
  private transient @Nullable RangeGauges gauges;
  private transient boolean finished;

  /**
   * @param interval after how many milliseconds to tell, in a stream without checkpoints; 0 with
   *     checkpoints
   */
  @SuppressWarnings("NullAway.Init") // connect() and initializeState() come before all else
  ShuffleOperator(
      Selection<T, K> selection,
      RangeForm<K> form,
      long interval,
      @Nullable SharedRanges<K> first,
      OutputTag<RangeReport<K>> reports) {
    this.selection = selection;
    this.form = form;
    this.interval = interval;
    this.first = first;
    this.reports = reports;
  }

  /** Says where samples go. */
  void connect(OperatorEventGateway gateway) {
    coordinator = gateway;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    codec = new RangeCodec<>(form);
    now = first;
    epoch = Long.MIN_VALUE;
    state =
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    "ranges", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    byte[] kept = state.get(ONLY);
    if (kept != null) {
      RangeMessage<K> message = codec.readMessage(kept);
      now = message.rangesFor(form);
      // Counted by the clock until then, it says nothing of checkpoints.
      epoch =
          interval > 0
              ? message.epoch()
              : Math.min(message.epoch(), context.getRestoredCheckpointId().orElse(Long.MAX_VALUE));
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    reportSerializer = new ReportSerializer<>(new RangeReportFormat<>(), form.keySerializer());
    sampler = new KeySampler<>(form.order(), form.subtaskK(subtasks), subtask);
    copiesKeys = selection.mustCopy(getExecutionConfig().isObjectReuseEnabled());
    tellAt = MANY_RECORDS;
    placing.open(form.places());
    tickets = new Tickets(subtask);
    pending = new TreeMap<>();
    gauges = subtask == 0 ? RangeGauges.in(getMetricGroup()) : null;
    startClock();
  }

  private void startClock() {
    if (interval > 0) {
      long next = getProcessingTimeService().getCurrentProcessingTime() + interval;
      // What a timer throws fails the task: its future has nothing to add.
      var unused =
          getProcessingTimeService()
              .registerTimer(
                  next,
                  time -> {
                    if (!finished) {
                      endEpoch(Occasion.CLOCK);
                      startClock();
                    }
                  });
    }
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    K key = selection.getKey(element.getValue());
    if (sampler.takesNext()) {
      sample(key, element.getValue());
    }
    SharedRanges<K> ranges = now;
    int place =
        ranges == null ? tickets.nextOf(form.places()) : ranges.partition(key, tickets.next());
    output.collect(placing.at(place, element));
  }

  private void sample(K key, T record) {
    sampler.add(copiesKeys ? selection.keySerializer().copy(key) : key, selection.weight(record));
    if (sampler.records() >= tellAt) {
      tellAt *= TIMES;
      tell(Occasion.MANY);
    }
  }

  private void tell(Occasion occasion) {
    long records = sampler.newRecords();
    if (records > 0 || occasion == Occasion.CLOCK) {
      coordinator.sendEventToCoordinator(
          new ShuffleEvent.Sampled(
              occasion, records, codec.writeSmall(sampler.take(), form.leastK())));
    }
  }

  private void endEpoch(Occasion occasion) {
    tell(occasion);
    sampler.startOver();
    tellAt = MANY_RECORDS;
  }

  /** So no snapshot is taken between new ranges and their barrier. */
  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    NavigableMap<Long, RangeMessage<K>> due = pending.headMap(checkpointId, true);
    if (!due.isEmpty()) {
      apply(due.lastEntry().getValue());
      due.clear();
    }
    if (interval == 0) {
      endEpoch(Occasion.BARRIER);
    }
  }

  @Override
  public void finish() throws Exception {
    finished = true;
    tell(Occasion.BARRIER);
    coordinator.sendEventToCoordinator(new ShuffleEvent.Finished());
    super.finish();
  }

  @Override
  public void handleOperatorEvent(OperatorEvent event) {
    if (finished) {
      return;
    }
    try {
      if (event instanceof ShuffleEvent.Ranges ranges) {
        RangeMessage<K> message = codec.readMessage(ranges.message());
        told(message);
        coordinator.sendEventToCoordinator(new ShuffleEvent.Known(message.epoch()));
      } else if (event instanceof ShuffleEvent.Reported reported) {
        show(reported.report());
      } else {
        throw new IllegalArgumentException("not an event of a shuffle: " + event);
      }
    } catch (Exception e) {
      throw new IllegalStateException("cannot take " + event, e);
    }
  }

  private void told(RangeMessage<K> message) throws Exception {
    if (message.epoch() < epoch) {
      return; // told by a coordinator that is behind
    }
    if (interval > 0 || message.epoch() == RangeMessage.EARLY || now == null) {
      apply(message);
    } else {
      pending.put(message.epoch(), message);
    }
  }

  private void apply(RangeMessage<K> message) throws Exception {
    now = message.rangesFor(form);
    epoch = message.epoch();
    state.put(ONLY, codec.write(message));
  }

  private void show(byte[] bytes) throws IOException {
    RangeReport<K> report = reportSerializer.deserialize(new DataInputDeserializer(bytes));
    output.collect(reports, new StreamRecord<>(report));
    if (gauges == null) {
      gauges = RangeGauges.in(getMetricGroup());
    }
    requireNonNull(gauges).show(report);
  }
}
