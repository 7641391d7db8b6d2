package org.partitioners.jobs.flink;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.partitioners.jobs.run.SimulatedWork;
import org.partitioners.jobs.run.WindowCount;

/**
 * The textbook's cure: every key is split by a salt, counted in parts, and the parts are added up
 * ({@code Designing Data-Intensive Applications}, chapter 6). It needs to know nothing of the keys,
 * and pays with up to {@value #SALTS} parts for each of them.
 */
record SaltEveryKey(Duration window, SimulatedWork work) implements Counting {
  static final int SALTS = 16;

  @Override
  public DataStream<WindowCount> count(DataStream<String> keys) {
    DataStream<WindowCount> parts =
        CountWindows.aggregate(
            keys.map(new Salt())
                .name("salt")
                .keyBy(salted -> salted, Types.TUPLE(Types.STRING, Types.INT)),
            salted -> salted.f0,
            window,
            work);
    return CountWindows.merge(parts.keyBy(WindowCount::key, Types.STRING), window);
  }

  @Override
  public List<Stage> stages() {
    return List.of(Stage.AGGREGATE, Stage.MERGE);
  }

  /** Cycles through the salts: evener than drawing them, and the same in every run. */
  private static final class Salt extends RichMapFunction<String, Tuple2<String, Integer>> {
    private static final long serialVersionUID = 1L;

    // Reused: the next step is a network exchange, which copies it out at once.
    private final Tuple2<String, Integer> salted = new Tuple2<>("", 0);
    private int next;

    @Override
    public Tuple2<String, Integer> map(String key) {
      salted.f0 = key;
      salted.f1 = next;
      next = (next + 1) % SALTS;
      return salted;
    }
  }
}
