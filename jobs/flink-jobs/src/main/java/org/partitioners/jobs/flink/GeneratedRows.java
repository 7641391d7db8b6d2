package org.partitioners.jobs.flink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.events.RowGenerator;
import org.partitioners.jobs.events.TimeInterleaving;

/**
 * Generated events as a bounded Flink source in which each reader moves through event time once.
 *
 * <p>{@link DataGeneratorSource} hands a further range to whoever has finished one. A reader that
 * is quick, while another has not even started, would go back to the beginning of time, and all
 * that it then reads would be late. Here range k is for subtask k alone.
 */
final class GeneratedRows
    implements Source<Row, NumberSequenceSplit, Collection<NumberSequenceSplit>> {
  private static final long serialVersionUID = 1L;

  private final DataGeneratorSource<Row> rows;
  private final TimeInterleaving interleaving;

  private GeneratedRows(DataGeneratorSource<Row> rows, TimeInterleaving interleaving) {
    this.rows = rows;
    this.interleaving = interleaving;
  }

  /** The generator's rows, for a source of exactly so many subtasks. */
  static GeneratedRows of(RowGenerator events, int parallelism) {
    TimeInterleaving interleaving = new TimeInterleaving(events.events(), parallelism);
    GeneratorFunction<Long, Row> row = position -> events.row(interleaving.index(position));
    return new GeneratedRows(
        new DataGeneratorSource<>(row, events.events(), TypeInformation.of(Row.class)),
        interleaving);
  }

  @Override
  public Boundedness getBoundedness() {
    return rows.getBoundedness();
  }

  @Override
  public SourceReader<Row, NumberSequenceSplit> createReader(SourceReaderContext context)
      throws Exception {
    return rows.createReader(context);
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> createEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context) {
    List<NumberSequenceSplit> ranges = new ArrayList<>();
    for (int range = 0; range < interleaving.parallelism(); range++) {
      long from = interleaving.firstPosition(range);
      long to = interleaving.firstPosition(range + 1);
      if (from < to) {
        ranges.add(new NumberSequenceSplit(Integer.toString(range), from, to - 1));
      }
    }
    return new OneEach(context, ranges);
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> restoreEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context, Collection<NumberSequenceSplit> ranges) {
    return new OneEach(context, ranges);
  }

  @Override
  public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
    return rows.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Collection<NumberSequenceSplit>>
      getEnumeratorCheckpointSerializer() {
    return rows.getEnumeratorCheckpointSerializer();
  }

  /** Hands each subtask the range of its number, and no other. */
  private static final class OneEach
      implements SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> {
    private final SplitEnumeratorContext<NumberSequenceSplit> context;
    private final Map<Integer, NumberSequenceSplit> notYetAssigned = new TreeMap<>();

    OneEach(
        SplitEnumeratorContext<NumberSequenceSplit> context,
        Collection<NumberSequenceSplit> ranges) {
      this.context = context;
      putBack(ranges);
    }

    private void putBack(Collection<NumberSequenceSplit> ranges) {
      ranges.forEach(range -> notYetAssigned.put(Integer.valueOf(range.splitId()), range));
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
      NumberSequenceSplit range = notYetAssigned.remove(subtask);
      if (range == null) {
        context.signalNoMoreSplits(subtask);
      } else {
        context.assignSplit(range, subtask);
      }
    }

    @Override
    public void addSplitsBack(List<NumberSequenceSplit> ranges, int subtask) {
      putBack(ranges);
    }

    @Override
    public Collection<NumberSequenceSplit> snapshotState(long checkpointId) {
      return List.copyOf(notYetAssigned.values());
    }

    @Override
    public void start() {
      // Readers ask for themselves.
    }

    @Override
    public void addReader(int subtask) {
      // Readers ask for themselves.
    }

    @Override
    public void close() {
      // Holds nothing open.
    }
  }
}
