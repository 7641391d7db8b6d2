package org.partitioners.flink.range;

import java.util.Comparator;
import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeComparator;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.TupleTypeInfo;
import org.apache.flink.configuration.AlgorithmOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.operators.sort.ExternalSorter;
import org.apache.flink.runtime.operators.sort.PushSorter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.MutableObjectIterator;
import org.jspecify.annotations.Nullable;

/**
 * Emits the records of a subtask in the order of their keys, with managed memory and disk: in one
 * run at the end, or in a run before each checkpoint. So there is nothing to be kept in state, and
 * a watermark waits for the run of the records before it.
 */
final class SortingOperator<T, K> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  /** Types whose natural order Flink's own comparators have, which compare bytes in place. */
  private static final Set<Class<?>> NATURAL =
      Set.of(String.class, Long.class, Integer.class, Short.class, Byte.class);

  private final Selection<T, K> selection;
  private final TypeSerializer<Tuple2<K, T>> serializer;
  private final TypeComparator<Tuple2<K, T>> comparator;

  private transient @Nullable PushSorter<Tuple2<K, T>> sorter;
  private transient @Nullable Watermark waiting;
  private transient @Nullable WatermarkStatus waitingStatus;
  private transient Tuple2<K, T> pair;

  @SuppressWarnings("NullAway.Init") // open() comes before all else
  private SortingOperator(
      Selection<T, K> selection,
      TypeSerializer<Tuple2<K, T>> serializer,
      TypeComparator<Tuple2<K, T>> comparator) {
    this.selection = selection;
    this.serializer = serializer;
    this.comparator = comparator;
  }

  static <T, K> SortingOperator<T, K> of(
      Selection<T, K> selection,
      TypeInformation<T> recordType,
      TypeInformation<K> keyType,
      Comparator<? super K> order,
      ExecutionConfig config) {
    TupleTypeInfo<Tuple2<K, T>> pairs = new TupleTypeInfo<>(keyType, recordType);
    boolean natural =
        order == (Comparator<?>) Comparator.naturalOrder()
            && NATURAL.contains(keyType.getTypeClass());
    return new SortingOperator<>(
        selection,
        pairs.createSerializer(config.getSerializerConfig()),
        natural
            ? pairs.createComparator(new int[] {0}, new boolean[] {true}, 0, config)
            : new KeyFirstComparator<>(order, selection.keySerializer()));
  }

  @Override
  public void open() throws Exception {
    super.open();
    pair = new Tuple2<>();
  }

  private PushSorter<Tuple2<K, T>> newSorter() throws Exception {
    Environment environment = getContainingTask().getEnvironment();
    Configuration job = environment.getJobConfiguration();
    double fraction =
        getOperatorConfig()
            .getManagedMemoryFractionOperatorUseCaseOfSlot(
                ManagedMemoryUseCase.OPERATOR,
                job,
                environment.getTaskManagerInfo().getConfiguration(),
                getUserCodeClassloader());
    return ExternalSorter.newBuilder(
            environment.getMemoryManager(),
            getContainingTask(),
            serializer,
            comparator,
            getExecutionConfig())
        .memoryFraction(fraction)
        .enableSpilling(
            environment.getIOManager(), job.get(AlgorithmOptions.SORT_SPILLING_THRESHOLD))
        .maxNumFileHandles(job.get(AlgorithmOptions.SPILLING_MAX_FAN))
        .objectReuse(getExecutionConfig().isObjectReuseEnabled())
        .largeRecords(job.get(AlgorithmOptions.USE_LARGE_RECORDS_HANDLER))
        .build();
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    T record = element.getValue();
    pair.f0 = selection.selector().getKey(record);
    pair.f1 = record;
    PushSorter<Tuple2<K, T>> open = sorter;
    if (open == null) {
      open = newSorter();
      sorter = open;
    }
    open.writeRecord(pair);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (sorter == null) {
      super.processWatermark(mark);
    } else {
      waiting = mark;
    }
  }

  /** Being idle waits, too: nobody takes watermarks of who is. */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    if (sorter == null) {
      super.processWatermarkStatus(status);
    } else {
      waitingStatus = status;
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    emitRun();
  }

  @Override
  public void endInput() throws Exception {
    emitRun();
  }

  private void emitRun() throws Exception {
    PushSorter<Tuple2<K, T>> open = sorter;
    if (open == null) {
      return;
    }
    open.finishReading();
    MutableObjectIterator<Tuple2<K, T>> sorted = open.getIterator();
    StreamRecord<T> element = null;
    for (Tuple2<K, T> next = sorted.next(); next != null; next = sorted.next()) {
      element = element == null ? new StreamRecord<>(next.f1) : element.replace(next.f1);
      output.collect(element);
    }
    sorter = null;
    open.close();
    Watermark mark = waiting;
    if (mark != null) {
      waiting = null;
      super.processWatermark(mark);
    }
    WatermarkStatus status = waitingStatus;
    if (status != null) {
      waitingStatus = null;
      super.processWatermarkStatus(status);
    }
  }

  @Override
  public void close() throws Exception {
    PushSorter<Tuple2<K, T>> open = sorter;
    sorter = null;
    if (open != null) {
      open.close();
    }
    super.close();
  }
}
