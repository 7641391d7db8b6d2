package org.partitioners.examples.flink;

import java.util.Set;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.PrintSink;
import org.apache.flink.util.Collector;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.Placement;
import org.partitioners.hash.KeyHashers;
import org.partitioners.skew.BalancedKeys;

/**
 * Totals per shard, with eight shards on eight subtasks. A plain {@code keyBy} throws the shards 0
 * to 7 onto four of the subtasks and leaves four idle; placed evenly, they leave none.
 */
public final class FewKeysNoIdleSubtask {
  static final Set<Integer> SHARDS = Set.of(0, 1, 2, 3, 4, 5, 6, 7);

  /** What a shard measured. */
  public record Reading(int shard, long value) {}

  /** A shard's total so far and the subtask that keeps it. */
  public record Total(int shard, long value, int subtask) {}

  private final Source<Reading, ?, ?> source;
  private final Sink<Total> sink;

  public FewKeysNoIdleSubtask(Source<Reading, ?, ?> source, Sink<Total> sink) {
    this.source = source;
    this.sink = sink;
  }

  public JobExecutionResult execute() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(8);
    env.setMaxParallelism(128);

    var evenly = BalancedKeys.of(SHARDS, 8);
    var placement = Placement.onSubtasks(evenly, KeyHashers.ints(), 128);
    placement
        .keyBy(
            env.fromSource(source, WatermarkStrategy.noWatermarks(), "readings"),
            Reading::shard,
            Types.INT)
        .process(new RunningTotal())
        .sinkTo(sink);

    return env.execute("Few keys, no idle subtask");
  }

  public static void main(String[] args) throws Exception {
    new FewKeysNoIdleSubtask(readings(80), new PrintSink<>()).execute();
  }

  /** The values 0, 1, 2 and so on, of each shard in turn. */
  static Source<Reading, ?, ?> readings(long count) {
    return new DataGeneratorSource<>(
        i -> new Reading((int) (i % SHARDS.size()), i), count, Types.POJO(Reading.class));
  }

  private static final class RunningTotal
      extends KeyedProcessFunction<PlacedKey<Integer>, Reading, Total> {
    private transient ValueState<Long> total;

    @Override
    public void open(OpenContext context) {
      total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Types.LONG));
    }

    @Override
    public void processElement(Reading reading, Context context, Collector<Total> out)
        throws Exception {
      Long before = total.value();
      long now = before == null ? reading.value() : before + reading.value();
      total.update(now);
      int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
      out.collect(new Total(reading.shard(), now, subtask));
    }
  }
}
