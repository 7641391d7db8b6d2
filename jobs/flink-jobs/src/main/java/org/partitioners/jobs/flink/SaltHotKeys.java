package org.partitioners.jobs.flink;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.partitioners.KeyPartitioner;
import org.partitioners.flink.Placement;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.run.SimulatedWork;
import org.partitioners.jobs.run.WindowCount;
import org.partitioners.skew.KeySplit;
import org.partitioners.skew.SaltingPlan;

/**
 * Only hot keys are split. A cold key goes straight home, to the subtask where {@code keyBy} would
 * take it, and its count is final there. A hot key's records are counted at the places of its
 * {@link SaltingPlan}, and the parts travel home to be added up.
 *
 * @param plan where the pieces of hot keys go
 * @param home where {@code keyBy} takes a key
 */
record SaltHotKeys(
    SaltingPlan<String> plan,
    KeyPartitioner<Object> home,
    int maxParallelism,
    Duration window,
    SimulatedWork work)
    implements Counting {

  private static final TypeInformation<Tuple2<String, Integer>> KEY_AT_PLACE =
      Types.TUPLE(Types.STRING, Types.INT);

  @Override
  public DataStream<WindowCount> count(DataStream<String> keys) {
    Placement<Tuple2<String, Integer>> chosen =
        Placement.onChosenSubtasks(KeyHashers.strings(), home.numPartitions(), maxParallelism);
    DataStream<Tuple2<String, Integer>> routed =
        keys.map(new Route(plan, home)).returns(KEY_AT_PLACE).name("route");
    DataStream<WindowCount> counted =
        CountWindows.aggregate(
            chosen.keyBy(routed, keyAtPlace -> keyAtPlace, KEY_AT_PLACE),
            placed -> placed.key().f0,
            window,
            work);
    // The plan alone is captured: this record holds what need not travel.
    SaltingPlan<String> hotKeys = plan;
    DataStream<WindowCount> cold =
        counted.filter(count -> !hotKeys.isHot(count.key())).name("cold");
    DataStream<WindowCount> parts = counted.filter(count -> hotKeys.isHot(count.key())).name("hot");
    return cold.union(CountWindows.merge(parts.keyBy(WindowCount::key, Types.STRING), window));
  }

  @Override
  public List<Stage> stages() {
    return List.of(Stage.AGGREGATE, Stage.MERGE);
  }

  /**
   * Says for each record where it is counted. A sender cycles through a hot key's pieces on its
   * own; where it stands in the cycle is not part of any state, because every place is as good.
   */
  private static final class Route extends RichMapFunction<String, Tuple2<String, Integer>> {
    private static final long serialVersionUID = 1L;

    private final SaltingPlan<String> plan;
    private final KeyPartitioner<Object> home;
    // Reused: the next step is a network exchange, which copies it out at once.
    private final Tuple2<String, Integer> routed = new Tuple2<>("", 0);
    private transient int[] nextPiece = new int[0];
    private transient Integer[] boxedPlaces = new Integer[0];

    Route(SaltingPlan<String> plan, KeyPartitioner<Object> home) {
      this.plan = plan;
      this.home = home;
    }

    @Override
    public void open(OpenContext context) {
      // Each sender starts elsewhere in a key's cycle, so that they do not move in step.
      int sender = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
      int senders = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
      boxedPlaces = new Integer[home.numPartitions()];
      Arrays.setAll(boxedPlaces, place -> place);
      nextPiece = new int[plan.hotKeys().size()];
      for (String key : plan.hotKeys()) {
        KeySplit split = requireNonNull(plan.split(key));
        nextPiece[split.rank()] = (int) ((long) split.pieces() * sender / senders);
      }
    }

    @Override
    public Tuple2<String, Integer> map(String key) {
      KeySplit split = plan.split(key);
      routed.f0 = key;
      routed.f1 = boxedPlaces[split == null ? home.partition(key) : split.place(next(split))];
      return routed;
    }

    private int next(KeySplit split) {
      int piece = nextPiece[split.rank()];
      nextPiece[split.rank()] = piece + 1 == split.pieces() ? 0 : piece + 1;
      return piece;
    }
  }
}
