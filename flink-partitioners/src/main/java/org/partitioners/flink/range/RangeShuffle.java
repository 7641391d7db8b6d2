package org.partitioners.flink.range;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.Placement;
import org.partitioners.range.Inclusive;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.RangeReport;
import org.partitioners.range.SharedRanges;

/**
 * Sends each record of a stream to the subtask of its key's range, and keeps ranges even: it
 * samples the keys, derives boundaries from the samples of all subtasks, and moves them when that
 * gains enough. In order of subtasks, keys ascend.
 *
 * <pre>{@code
 * RangeShuffle.by(events, Event::time)
 *     .partitions(8)
 *     .splitHeavyKeys()
 *     .shuffle()
 *     .sinkTo(files)
 *     .setParallelism(8); // file p holds the p-th range
 * }</pre>
 *
 * <p>There are these ways to end:
 *
 * <ul>
 *   <li>{@link #shuffle()}: subtask p gets range p; no keyed state behind it.
 *   <li>{@link #keyBy(Duration)}: keyed state and event-time windows; ranges move at starts of
 *       windows only, so that results equal those of a plain {@code keyBy}.
 *   <li>{@link #keyBy()}: keyed state of any kind, with boundaries that never change.
 *   <li>{@link #sorted()}: a global sort, in batch mode; {@link #sortedRuns()}: sorted runs in a
 *       stream.
 * </ul>
 *
 * <p><b>Statistics.</b> Each subtask samples its records (see {@link
 * org.partitioners.range.RangeSample}): all of the first 16384 after a checkpoint, then by a random
 * stride ever fewer. With {@link #shuffle()} the samples go to a coordinator in the job manager,
 * now and then and at each checkpoint's barrier. It keeps those of the last epochs as its state,
 * and before a checkpoint begins, it tells all subtasks of new ranges, which hold behind its
 * barrier: they switch at one point of the stream, all alike, if they answer within a second. With
 * {@link #keyBy(Duration)} an operator of parallelism 1 does the same ahead of the barrier itself,
 * on edges where barriers are aligned. Without checkpoints, the clock says when ({@link #every}).
 * In batch mode ranges are made once, of all records.
 *
 * <p><b>Before the first statistics</b> records go by the boundaries of {@link #startingFrom}, or
 * go round; after 10000 records of a subtask there are first ranges. With {@link #keyBy(Duration)}
 * they go by hash.
 *
 * <p><b>Rescaling.</b> Samples are raw: restored at another parallelism of the ranges, routers
 * derive ranges for it at once. Behind {@code keyBy}, ranges are of key groups, in order, so that
 * state is found at any parallelism.
 *
 * <p><b>Heavy keys.</b> A key that has more than a partition's share is kept whole, alone in its
 * partition; {@link #splitHeavyKeys()} lets neighbouring partitions share it, in order still.
 *
 * <p>The operator that derives, or the first subtask of the one that routes, has gauges in the
 * metric group {@code ranges}:
 *
 * <table>
 *   <caption>Gauges.</caption>
 *   <tr><td>{@code ranges.epoch}</td><td>the checkpoint of the last statistics; without
 *       checkpoints, how many intervals have passed</td></tr>
 *   <tr><td>{@code ranges.maxOverMean}</td><td>what the busiest range has of the mean</td></tr>
 *   <tr><td>{@code ranges.maxOverMeanAfter}</td><td>the same of the ranges suggested</td></tr>
 *   <tr><td>{@code ranges.hotRanges}</td><td>how many have over 1.25 times the mean</td></tr>
 *   <tr><td>{@code ranges.heavyKeys}</td><td>how many keys weigh a partition and more</td></tr>
 *   <tr><td>{@code ranges.moves}</td><td>how often ranges have moved since the start</td></tr>
 * </table>
 *
 * <p>A key that is null fails the job with an error that names the selector. Immutable: each option
 * returns a new object. The order of keys is their natural one, or that of a serializable
 * comparator.
 *
 * @param <T> the type of record
 * @param <K> the type of key
 */
@PublicEvolving
public final class RangeShuffle<T, K> {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);
  private static final int MOST_PARTITIONS = KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM;

  private final DataStream<T> stream;
  private final KeySelector<T, K> selector;
  private final TypeInformation<K> keyType;
  private final Comparator<? super K> order;
  private final RangeOptions<T, K> options;

  private RangeShuffle(
      DataStream<T> stream,
      KeySelector<T, K> selector,
      TypeInformation<K> keyType,
      Comparator<? super K> order,
      RangeOptions<T, K> options) {
    this.stream = stream;
    this.selector = selector;
    this.keyType = keyType;
    this.order = order;
    this.options = options;
  }

  /**
   * By keys in their natural order, of a type that Flink can tell from the selector.
   *
   * @param selector as for {@code keyBy}; never null
   */
  public static <T, K extends Comparable<? super K>> RangeShuffle<T, K> by(
      DataStream<T> stream, KeySelector<T, K> selector) {
    return by(stream, selector, TypeExtractor.getKeySelectorTypes(selector, stream.getType()));
  }

  /** By keys in their natural order. */
  public static <T, K extends Comparable<? super K>> RangeShuffle<T, K> by(
      DataStream<T> stream, KeySelector<T, K> selector, TypeInformation<K> keyType) {
    return by(stream, selector, keyType, Comparator.<K>naturalOrder());
  }

  /**
   * By keys in any order.
   *
   * @param order serializable, and the same in every process
   * @throws IllegalArgumentException if the order is not serializable
   */
  public static <T, K> RangeShuffle<T, K> by(
      DataStream<T> stream,
      KeySelector<T, K> selector,
      TypeInformation<K> keyType,
      Comparator<? super K> order) {
    requireNonNull(selector, "selector");
    requireNonNull(keyType, "keyType");
    if (!(requireNonNull(order, "order") instanceof Serializable)) {
      throw new IllegalArgumentException(
          "order: "
              + order.getClass().getName()
              + " is not serializable; cast a lambda to Comparator & Serializable");
    }
    return new RangeShuffle<>(
        requireNonNull(stream, "stream"),
        stream.getExecutionEnvironment().clean(selector),
        keyType,
        order,
        new RangeOptions<>());
  }

  private RangeShuffle<T, K> with(Consumer<RangeOptions<T, K>> choice) {
    return new RangeShuffle<>(stream, selector, keyType, order, options.with(choice));
  }

  /**
   * How many partitions, and thus subtasks; the job's parallelism by default. Operators behind must
   * be given as many by {@code setParallelism}: between different numbers Flink deals records
   * round.
   *
   * @param number in [1..32768]; in [1..8192] unless boundaries are constant
   * @throws IllegalArgumentException if the number is out of range
   */
  public RangeShuffle<T, K> partitions(int number) {
    if (number < 1 || number > MOST_PARTITIONS) {
      throw new IllegalArgumentException(
          "partitions: " + number + " not in [1.." + MOST_PARTITIONS + "]");
    }
    return with(chosen -> chosen.partitions = number);
  }

  /** Evens out a weight instead of the number of records. */
  public RangeShuffle<T, K> weightedBy(RecordWeight<T> weight) {
    return with(chosen -> chosen.weight = requireNonNull(weight, "weight"));
  }

  /** Lets neighbouring partitions share a key, where that makes them even. */
  public RangeShuffle<T, K> splitHeavyKeys() {
    return with(chosen -> chosen.kind = RangeForm.Kind.SHARED);
  }

  /**
   * For what gain ranges are moved: so much must the expected maximum over the mean fall. 0.03 by
   * default.
   *
   * @param gain in [0..1000]
   * @throws IllegalArgumentException if the gain is out of range
   */
  public RangeShuffle<T, K> moveAbove(double gain) {
    if (!(gain >= 0 && gain <= 1_000)) {
      throw new IllegalArgumentException("gain: " + gain + " not in [0..1000]");
    }
    return with(chosen -> chosen.moveAbove = gain);
  }

  /**
   * How often ranges may move in a stream without checkpoints; 10 seconds by default. With
   * checkpoints, these say when.
   *
   * @param interval of processing time, in [1 ms..365 days]
   * @throws IllegalArgumentException if the interval is out of range
   */
  public RangeShuffle<T, K> every(Duration interval) {
    if (requireNonNull(interval, "interval").toMillis() < 1
        || interval.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException("interval: " + interval + " not in [PT0.001S..PT8760H]");
    }
    return with(chosen -> chosen.interval = interval);
  }

  /**
   * How long after its end a window behind {@link #keyBy(Duration)} still takes records; 0 by
   * default. As long, ranges are kept.
   *
   * @param lateness as given to the window, not negative
   * @throws IllegalArgumentException if it is negative
   */
  public RangeShuffle<T, K> allowedLateness(Duration lateness) {
    if (requireNonNull(lateness, "lateness").isNegative()) {
      throw new IllegalArgumentException("lateness: " + lateness + " is negative");
    }
    return with(chosen -> chosen.lateness = lateness.compareTo(FOR_EVER) < 0 ? lateness : FOR_EVER);
  }

  /**
   * Boundaries that never change, with no statistics: there are as many partitions as ranges.
   *
   * @throws IllegalArgumentException if they are in another order of keys
   */
  public RangeShuffle<T, K> boundaries(RangeBoundaries<K> boundaries) {
    return with(chosen -> chosen.constant = checked(boundaries, "boundaries"));
  }

  /**
   * Boundaries that never change, read at once from a text file in UTF-8, of any file system that
   * Flink knows: a split point on each line, ascending; see {@link RangeBoundaries#parse(String,
   * Function, Comparator)}.
   *
   * @param parser what makes a key of a line; throws for what is none
   * @throws IllegalArgumentException if the file does not hold ascending keys
   * @throws UncheckedIOException if it cannot be read
   */
  public RangeShuffle<T, K> boundariesFrom(
      Path file, Function<? super String, ? extends K> parser) {
    String text;
    try (FSDataInputStream in = requireNonNull(file, "file").getFileSystem().open(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (IOException e) {
      throw new UncheckedIOException("file: cannot read " + file + ": " + e.getMessage(), e);
    }
    RangeBoundaries<K> read;
    try {
      read = RangeBoundaries.parse(text, parser, order);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("file: " + file + ": " + e.getMessage(), e);
    }
    if (read.splitPoints().isEmpty()) {
      throw new IllegalArgumentException(
          "file: " + file + " has no split point; write one on each line");
    }
    return boundaries(read);
  }

  /**
   * Boundaries that hold until there are statistics.
   *
   * @param boundaries of at most as many ranges as partitions
   * @throws IllegalArgumentException if they are in another order of keys
   */
  public RangeShuffle<T, K> startingFrom(RangeBoundaries<K> boundaries) {
    return with(chosen -> chosen.first = checked(boundaries, "boundaries"));
  }

  private RangeBoundaries<K> checked(RangeBoundaries<K> boundaries, String name) {
    if (requireNonNull(boundaries, name).inclusive() != Inclusive.LOWER) {
      throw new IllegalArgumentException(
          name + ": inclusive UPPER; make them Inclusive.LOWER, as by default");
    }
    if (!boundaries.order().equals(order)) {
      throw new IllegalArgumentException(
          name + ": in another order of keys; give both the same comparator");
    }
    return boundaries;
  }

  /** Hands the stream of reports to a consumer at once, which adds a sink to it, say. */
  public RangeShuffle<T, K> reports(Consumer<DataStream<RangeReport<K>>> consumer) {
    return with(chosen -> chosen.reports = requireNonNull(consumer, "consumer"));
  }

  /**
   * Identifies the operators in savepoints: {@code uid-route} and {@code uid}; with {@link
   * #keyBy(Duration)} and in batch mode, {@code uid-sample} and {@code uid-derive}, too.
   */
  public RangeShuffle<T, K> uid(String uid) {
    return with(chosen -> chosen.uid = requireNonNull(uid, "uid"));
  }

  /**
   * The records, those of the p-th range in subtask p of as many as there are partitions. Operators
   * chained to it keep that.
   */
  public SingleOutputStreamOperator<T> shuffle() {
    return topology().shuffled();
  }

  /**
   * The records keyed for event-time windows: all windows behind it must be tumbling, without
   * offset, of a size that divides the one given. Results equal those of {@code
   * stream.keyBy(selector)} with the same windows, while ranges move; late records are late by the
   * same rule. Say {@link #allowedLateness} if windows allow any.
   *
   * <p>A record is the second field, the key the first field of the placed key's key; the other
   * fields are its place. Keyed state that outlasts a window would not follow its key to another
   * place.
   *
   * <p>New ranges hold from the first window that has no record yet in any subtask; so a timestamp
   * in the far future puts them off until then: drop such records before. If a checkpoint is given
   * up while ranges move, a router that went on without them fails the job, which restarts from the
   * checkpoint before.
   *
   * @param window in [1 ms..365 days], whole milliseconds
   * @throws IllegalArgumentException if the window is out of range
   * @throws IllegalStateException if the environment has no maxParallelism, or a stream has neither
   *     checkpoints of mode EXACTLY_ONCE nor constant boundaries, without which routers do not
   *     agree
   */
  public KeyedStream<Tuple2<Integer, T>, PlacedKey<Tuple2<K, Integer>>> keyBy(Duration window) {
    if (requireNonNull(window, "window").toMillis() < 1
        || window.compareTo(Duration.ofDays(365)) > 0
        || !window.equals(Duration.ofMillis(window.toMillis()))) {
      throw new IllegalArgumentException(
          "window: " + window + " not in [PT0.001S..PT8760H], whole milliseconds");
    }
    return topology().keyed(window);
  }

  /**
   * The records keyed, with {@link #boundaries constant boundaries}: for keyed state of any kind.
   *
   * @throws IllegalStateException if there are none, or the environment has no maxParallelism
   */
  public KeyedStream<T, PlacedKey<K>> keyBy() {
    RangeBoundaries<K> constant = options.constant;
    if (constant == null) {
      throw new IllegalStateException(
          "boundaries: not constant, and keyed state does not move with keys; call"
              + " boundaries(...), or keyBy(window) for windows");
    }
    RangeTopology<T, K> topology = topology();
    topology.requireKeys();
    return Placement.<K>onSubtasks(
            RangePartitioner.of(constant), FlinkPartitioners.hashCodes(), topology.maxParallelism())
        .keyBy(stream, selector, keyType);
  }

  /**
   * All records in order, in batch mode: each subtask emits its records by ascending keys, and none
   * has a key greater than any of the next. Neighbours share keys, whether or not {@link
   * #splitHeavyKeys} was called, so that subtasks have about as many records on any distribution.
   * Records of one key come in any order.
   *
   * <p>A first pass over the records samples keys, a second one shuffles; the sort is Flink's own,
   * with managed memory, and files where that is full.
   *
   * @throws IllegalStateException if the job is not set to batch mode
   */
  public SingleOutputStreamOperator<T> sorted() {
    return topology().sorted();
  }

  /**
   * The records as {@link #shuffle()} places them, in sorted runs: between two checkpoints, each
   * subtask holds back its records and watermarks, and emits them by ascending keys before the
   * barrier. So a file that is closed at each checkpoint is sorted, and readers merge a few. The
   * sort is Flink's own, with managed memory, and files where that is full. In batch mode there is
   * one run. Emitted records have no timestamps. A run is merged and emitted within its checkpoint,
   * which takes the longer.
   *
   * @throws IllegalStateException if a stream has no checkpoints
   */
  public SingleOutputStreamOperator<T> sortedRuns() {
    return topology().sortedRuns();
  }

  private RangeTopology<T, K> topology() {
    return new RangeTopology<>(stream, selector, keyType, order, options);
  }

  /** Ranges of which the p-th of n is in the first of the places of p. */
  static <K> SharedRanges<K> spread(RangeBoundaries<K> boundaries, int partitions, int places) {
    if (boundaries.size() > partitions) {
      throw new IllegalArgumentException(
          "boundaries: "
              + boundaries.size()
              + " ranges for "
              + partitions
              + " partitions; call partitions("
              + boundaries.size()
              + ")");
    }
    List<SharedRanges.Cut<K>> cuts = new ArrayList<>();
    for (K point : boundaries.splitPoints()) {
      long p = cuts.size() + 1L;
      int place = (int) ((p * places + partitions - 1) / partitions);
      cuts.add(new SharedRanges.Cut<>(point, place, List.of(1.0)));
    }
    return SharedRanges.of(places, 0, cuts, boundaries.order());
  }
}
