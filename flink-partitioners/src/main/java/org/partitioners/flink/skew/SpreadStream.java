package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.flink.Placement;
import org.partitioners.skew.Groupings;

/**
 * A keyed stream whose hot keys are worked on in several places at once. For work that is more than
 * an aggregate, such as calls, scores or models that learn, and that may be done in any order.
 *
 * <p>A record of a key that is not hot goes to the key's home, the subtask that a plain {@code
 * keyBy} sends it to. Each sending subtask has a {@link org.partitioners.skew.Grouping Grouping},
 * which finds hot keys and sends some of their records elsewhere. What is worked on in one place is
 * a {@linkplain KeyPart part} of the key, with keyed state and timers of its own. Whatever parts
 * emit meets at the key's home, where {@link PartStream#fold} or {@link PartStream#merge} makes it
 * one.
 *
 * <p><b>What is kept.</b> Each record is worked on once, by one part. Records of one sender in one
 * part stay in order. State and timers of parts are Flink's: exactly once, on any state backend, in
 * streaming and batch mode, and found again after a rescaling. Event-time timers of a part fire
 * when all senders have passed their time, as ever; and the home sees a watermark after all that
 * was emitted before it, by whichever part.
 *
 * <p><b>What is lost.</b> The order of a hot key's records: several parts work on them at once, and
 * a sender may switch to another part with any record. Timers fire once per part, not per key.
 * Results of parts reach the home in any order. After a failure records may go to other parts than
 * before.
 *
 * <p><b>What a part function must not assume:</b> that it sees all records of a key, or the first;
 * that a part which got a record will get another; that part numbers mean anything but difference;
 * that it is the only one to act for a key, if it acts on the outside world. Results equal those of
 * an unsplit function if that function's result over some records is the fold of its results over
 * any division of them: sums, counts, extremes, sketches and lists without order are of the kind;
 * session gaps, changes against the record before and totals so far are not, and want {@link
 * PartStream#merge}.
 *
 * <p><b>Cost.</b> Routing takes the grouping's time, some tens of nanoseconds. A record carries
 * four bytes more than by {@code keyBy}, and state four for the hash code and four for the part in
 * each of its keys. There is state for each (key, part) that ever was, until the function clears
 * it: a function that never does keeps up to one part per subtask for each key that was ever hot,
 * and further ones after a rescaling; clear state by timers. Each result is one more message and,
 * with {@code fold}, a state entry until its time has come.
 *
 * <p>The environment's maxParallelism must be set and must stay: parts are numbered by key group.
 * Parts and home run with the environment's parallelism at the time of the call. A scheduler that
 * changes it afterwards costs balance, not correctness. Keys are what {@code keyBy} accepts: with a
 * {@code hashCode()} that is the same in every JVM.
 *
 * <p>Immutable. Nothing is added to the job before {@link #process}.
 *
 * @param <T> the records
 * @param <K> the user's key
 */
@PublicEvolving
public final class SpreadStream<T, K> {
  private final DataStream<T> stream;
  private final KeySelector<T, K> selector;
  private final TypeInformation<K> keyType;
  private final GroupingFactory groupings;
  private final int maxParallelism;

  private SpreadStream(
      DataStream<T> stream,
      KeySelector<T, K> selector,
      TypeInformation<K> keyType,
      GroupingFactory groupings) {
    this.stream = requireNonNull(stream, "stream");
    this.selector = requireNonNull(selector, "selector");
    this.keyType = requireNonNull(keyType, "keyType");
    this.groupings = requireNonNull(groupings, "groupings");
    this.maxParallelism = stream.getExecutionEnvironment().getMaxParallelism();
    if (maxParallelism < 1) {
      throw new IllegalArgumentException(
          "maxParallelism of the environment: unset: parts of keys are numbered by key group, so"
              + " call env.setMaxParallelism with a value in [1..32768], such as 128, and keep it");
    }
  }

  /**
   * Spreads hot keys by {@link Groupings#growing(int)}.
   *
   * @param selector extracts the user's key; never null
   * @param keyType type of the user's key
   * @throws IllegalArgumentException if the environment has no maxParallelism
   */
  public static <T, K> SpreadStream<T, K> of(
      DataStream<T> stream, KeySelector<T, K> selector, TypeInformation<K> keyType) {
    return new SpreadStream<>(stream, selector, keyType, Groupings::growing);
  }

  /**
   * {@link #of(DataStream, KeySelector, TypeInformation)} with the key's type found by Flink's type
   * extraction, as by a plain {@code keyBy}.
   *
   * @throws org.apache.flink.api.common.functions.InvalidTypesException if it cannot be found, as
   *     for a lambda that returns a generic type
   * @throws IllegalArgumentException if the environment has no maxParallelism
   */
  public static <T, K> SpreadStream<T, K> of(DataStream<T> stream, KeySelector<T, K> selector) {
    return of(stream, selector, TypeExtractor.getKeySelectorTypes(selector, stream.getType()));
  }

  /**
   * The same stream, spread by other groupings: {@code Groupings::dChoices}, or {@code n ->
   * Groupings.growing(n, Head.fine(n).withShare(0.01))}. Any will do for the result.
   */
  public SpreadStream<T, K> groupedBy(GroupingFactory factory) {
    return new SpreadStream<>(stream, selector, keyType, factory);
  }

  /**
   * {@link #process(KeyedProcessFunction, TypeInformation)} with the results' type found by Flink's
   * type extraction.
   *
   * @throws org.apache.flink.api.common.functions.InvalidTypesException if it cannot be found
   */
  public <P> PartStream<K, P> process(KeyedProcessFunction<KeyPart<K>, T, P> function) {
    return process(
        function,
        TypeExtractor.getUnaryOperatorReturnType(
            function,
            KeyedProcessFunction.class,
            1,
            2,
            TypeExtractor.NO_INDEX,
            stream.getType(),
            "process",
            false));
  }

  /**
   * Works on records part by part, each part with its own state and timers.
   *
   * @param function also gets open, close, its operator state and news of checkpoints, if it asks
   *     for them
   * @param partType type of the results of parts, which are never null
   */
  public <P> PartStream<K, P> process(
      KeyedProcessFunction<KeyPart<K>, T, P> function, TypeInformation<P> partType) {
    requireNonNull(function, "function");
    requireNonNull(partType, "partType");
    StreamExecutionEnvironment env = stream.getExecutionEnvironment();
    int parallelism = env.getParallelism();
    SingleOutputStreamOperator<Tuple2<Integer, T>> routed =
        stream
            .map(new PartRouter<>(selector, groupings, parallelism, maxParallelism))
            .returns(Types.TUPLE(Types.INT, stream.getType()))
            .name("route");
    if (stream.getParallelism() != parallelism) {
      // To run in the sending subtasks, however many they are.
      routed.setParallelism(stream.getParallelism());
    }
    Placement<Tuple2<K, Integer>> placement = placement(maxParallelism);
    SingleOutputStreamOperator<Tuple2<K, P>> results =
        placement
            .keyBy(routed, new PartSelector<>(selector), Types.TUPLE(keyType, Types.INT))
            .process(new PartFunction<>(env.clean(function)), Types.TUPLE(keyType, partType))
            .name("parts")
            .setParallelism(parallelism)
            .setMaxParallelism(maxParallelism);
    return new PartStream<>(routed, results, keyType, partType);
  }

  /** Part p of a key is in key group p. */
  static <K> Placement<Tuple2<K, Integer>> placement(int maxParallelism) {
    return Placement.onChosenSubtasks(
        FlinkPartitioners.hashCodes(), maxParallelism, maxParallelism);
  }
}
