package org.partitioners.jobs.flink;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.types.LongValue;
import org.apache.flink.util.Collector;
import org.partitioners.flink.skew.SkewAwareStream;
import org.partitioners.jobs.run.SimulatedWork;
import org.partitioners.jobs.run.WindowCount;

/** The windowed count itself, whatever the stream is keyed by: the stage every strategy shares. */
final class CountWindows {
  private CountWindows() {}

  /** How much a record adds to the count. */
  interface Weight<T> extends Serializable {
    long of(T record);
  }

  /** The user's key within what the stream is keyed by. */
  interface Name<K> extends Serializable {
    String of(K key);
  }

  /** Counts records, doing the simulated work for each: the stage that a hot key overloads. */
  static <T, K> SingleOutputStreamOperator<WindowCount> aggregate(
      KeyedStream<T, K> keyed, Name<K> name, Duration window, SimulatedWork work) {
    return stage(Stage.AGGREGATE, keyed, name, window, new Sum<>(record -> 1, work));
  }

  /** The same with relief of hot keys. */
  static SingleOutputStreamOperator<WindowCount> aggregate(
      SkewAwareStream<String, String> keyed, Duration window, SimulatedWork work) {
    return keyed
        .window(TumblingEventTimeWindows.of(window))
        .aggregate(new Sum<>(record -> 1, work), new Emit<>(key -> key))
        .name(Stage.AGGREGATE.name())
        .uid(Stage.AGGREGATE.name());
  }

  /** Adds up the parts of each count at the key's home. */
  static SingleOutputStreamOperator<WindowCount> merge(
      KeyedStream<WindowCount, String> parts, Duration window) {
    return stage(
        Stage.MERGE,
        parts,
        key -> key,
        window,
        new Sum<>(WindowCount::count, SimulatedWork.none()));
  }

  private static <T, K> SingleOutputStreamOperator<WindowCount> stage(
      Stage stage, KeyedStream<T, K> keyed, Name<K> name, Duration window, Sum<T> sum) {
    return keyed
        .window(TumblingEventTimeWindows.of(window))
        .aggregate(sum, new Emit<>(name))
        .name(stage.name())
        .uid(stage.name());
  }

  private static final class Sum<T> implements AggregateFunction<T, LongValue, LongValue> {
    private static final long serialVersionUID = 1L;

    private final Weight<T> weight;
    private final SimulatedWork work;

    Sum(Weight<T> weight, SimulatedWork work) {
      this.weight = weight;
      this.work = work;
    }

    @Override
    public LongValue createAccumulator() {
      return new LongValue(0);
    }

    @Override
    public LongValue add(T record, LongValue sum) {
      work.perform();
      sum.setValue(sum.getValue() + weight.of(record));
      return sum;
    }

    @Override
    public LongValue getResult(LongValue sum) {
      return sum;
    }

    @Override
    public LongValue merge(LongValue sum, LongValue other) {
      sum.setValue(sum.getValue() + other.getValue());
      return sum;
    }
  }

  private static final class Emit<K>
      implements WindowFunction<LongValue, WindowCount, K, TimeWindow> {
    private static final long serialVersionUID = 1L;

    private final Name<K> name;

    Emit(Name<K> name) {
      this.name = name;
    }

    @Override
    public void apply(
        K key, TimeWindow window, Iterable<LongValue> sums, Collector<WindowCount> out) {
      for (LongValue sum : sums) {
        out.collect(new WindowCount(window.getStart(), name.of(key), sum.getValue()));
      }
    }
  }
}
