package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.jspecify.annotations.Nullable;

/**
 * A stream keyed for aggregation with relief of hot keys. Made by {@link SkewAware#keyBy}.
 *
 * <p>Its options say how hot keys are found and relieved, never what comes out. Immutable: each
 * option is a new stream.
 *
 * @param <T> the records
 * @param <K> the keys
 */
@PublicEvolving
public final class SkewAwareStream<T, K> {
  static final int MAX_PARTS = 1 << 24;
  private static final int DEFAULT_MAX_PARTS = 1 << 16;
  private static final Duration DEFAULT_MAX_DELAY = Duration.ofMillis(100);

  private final DataStream<T> stream;
  private final KeySelector<T, K> selector;
  private final TypeInformation<K> keyType;
  private final Options<K> options;

  SkewAwareStream(DataStream<T> stream, KeySelector<T, K> selector, TypeInformation<K> keyType) {
    this(
        stream,
        selector,
        keyType,
        new Options<>(
            Relief.adaptive(),
            null,
            null,
            DEFAULT_MAX_PARTS,
            DEFAULT_MAX_DELAY,
            stream.getExecutionEnvironment().getParallelism(),
            null,
            null));
  }

  private SkewAwareStream(
      DataStream<T> stream,
      KeySelector<T, K> selector,
      TypeInformation<K> keyType,
      Options<K> options) {
    this.stream = stream;
    this.selector = selector;
    this.keyType = keyType;
    this.options = options;
  }

  /**
   * How keys are relieved.
   *
   * @param rule which keys are hot; null for the relief's own
   * @param told the hot keys, where they are told
   * @param routers decides instead of the relief; for tests
   */
  record Options<K>(
      Relief relief,
      @Nullable HotKeyRule rule,
      @Nullable DataStream<List<K>> told,
      int maxParts,
      Duration maxDelay,
      int parallelism,
      @Nullable String uid,
      SendingOperator.@Nullable RouterFactory<K> routers) {

    Options<K> with(Relief newRelief) {
      return new Options<>(newRelief, rule, told, maxParts, maxDelay, parallelism, uid, routers);
    }

    Options<K> with(HotKeyRule newRule, @Nullable DataStream<List<K>> newTold) {
      return new Options<>(relief, newRule, newTold, maxParts, maxDelay, parallelism, uid, routers);
    }

    Options<K> with(int newMaxParts) {
      return new Options<>(relief, rule, told, newMaxParts, maxDelay, parallelism, uid, routers);
    }

    Options<K> with(Duration newMaxDelay) {
      return new Options<>(relief, rule, told, maxParts, newMaxDelay, parallelism, uid, routers);
    }

    Options<K> withParallelism(int newParallelism) {
      return new Options<>(relief, rule, told, maxParts, maxDelay, newParallelism, uid, routers);
    }

    Options<K> with(String newUid) {
      return new Options<>(relief, rule, told, maxParts, maxDelay, parallelism, newUid, routers);
    }

    Options<K> with(SendingOperator.RouterFactory<K> newRouters) {
      return new Options<>(relief, rule, told, maxParts, maxDelay, parallelism, uid, newRouters);
    }
  }

  /** How hot keys are relieved; {@link Relief#adaptive} by default. */
  public SkewAwareStream<T, K> relief(Relief relief) {
    return with(options.with(requireNonNull(relief, "relief")));
  }

  /** Which keys are hot; the relief's own threshold by default. */
  public SkewAwareStream<T, K> hotKeys(HotKeyRule rule) {
    return with(options.with(requireNonNull(rule, "rule"), null));
  }

  /**
   * The hot keys are told: each list that comes replaces the one before, in all senders. The latest
   * is part of the job's state. Until the first comes, none is hot.
   *
   * <p>Senders then have a second input, so they are not chained to what the records come from,
   * which costs one local exchange for each record.
   *
   * @param hotKeys lists of keys; broadcast; its watermarks are not heeded
   */
  public SkewAwareStream<T, K> hotKeysFrom(DataStream<List<K>> hotKeys) {
    return with(options.with(HotKeyRule.known(List.of()), requireNonNull(hotKeys, "hotKeys")));
  }

  /**
   * How many parts a subtask keeps: combined records of a key and window. When there are more, all
   * are sent.
   *
   * @param maxParts in [1..2²⁴]; 65536 by default
   * @throws IllegalArgumentException if the number is out of range
   */
  public SkewAwareStream<T, K> maxParts(int maxParts) {
    if (maxParts < 1 || maxParts > MAX_PARTS) {
      throw new IllegalArgumentException(
          "maxParts: " + maxParts + " not in [1.." + MAX_PARTS + "]");
    }
    return with(options.with(maxParts));
  }

  /**
   * How long parts are kept on their way where results go by the clock: processing-time windows,
   * triggers of processing time, and running aggregates. By so much a record may come later to its
   * window than by {@code keyBy}. Where results go by watermarks, no record comes late, and this
   * has no meaning.
   *
   * @param maxDelay at least 1 ms; 100 ms by default
   * @throws IllegalArgumentException if it is shorter
   */
  public SkewAwareStream<T, K> maxDelay(Duration maxDelay) {
    return with(options.with(atLeastOneMilli(maxDelay, "maxDelay")));
  }

  /**
   * The parallelism of the aggregation, and the number of places among which hot keys spread; the
   * environment's by default.
   *
   * @param parallelism at least 1
   * @throws IllegalArgumentException if the number is out of range
   */
  public SkewAwareStream<T, K> parallelism(int parallelism) {
    if (parallelism < 1 || parallelism > 1 << 15) {
      throw new IllegalArgumentException(
          "parallelism: " + parallelism + " not in [1.." + (1 << 15) + "]");
    }
    return with(options.withParallelism(parallelism));
  }

  /**
   * The uid of the aggregation, whose state is that of {@code keyBy} under the same uid; the
   * operators before it get uids derived from it.
   */
  public SkewAwareStream<T, K> uid(String uid) {
    return with(options.with(requireNonNull(uid, "uid")));
  }

  /** Has something else decide on the way of each record. */
  SkewAwareStream<T, K> routers(SendingOperator.RouterFactory<K> routers) {
    return with(options.with(routers));
  }

  /**
   * Windows of any kind whose records can be combined on their way: Flink's tumbling, sliding and
   * session windows in event time or processing time, and global windows.
   *
   * @throws IllegalArgumentException at {@code aggregate}, if it is another assigner or trigger
   */
  public <W extends Window> SkewAwareWindowedStream<T, K, W> window(
      WindowAssigner<? super T, W> assigner) {
    return new SkewAwareWindowedStream<>(this, requireNonNull(assigner, "assigner"));
  }

  /**
   * No windows: the aggregate of all records of a key so far, emitted after it has changed, at full
   * intervals of the clock, and at the end of the input.
   *
   * @param interval at least 1 ms
   * @throws IllegalArgumentException if it is shorter
   */
  public SkewAwareRunning<T, K> running(Duration interval) {
    return new SkewAwareRunning<>(this, atLeastOneMilli(interval, "interval"));
  }

  /**
   * Work that is more than an aggregation, and that may be done in any order: a keyed process
   * function for each part of a key, with state and timers of its own, whose results are folded or
   * merged at home. What of the order is lost, and what the function must not assume, {@link
   * SpreadStream} tells.
   *
   * <p>Of the options the relief holds, but for those that combine, which only an aggregation can:
   * {@link Relief#adaptive} then is {@link Relief#growing}. The groupings find the hot keys
   * themselves.
   *
   * @throws IllegalArgumentException if the relief is {@link Relief#combine}, if hot keys were said
   *     or told, or if the environment has no maxParallelism
   */
  public <P> PartStream<K, P> process(KeyedProcessFunction<KeyPart<K>, T, P> function) {
    return spread().process(function);
  }

  /** {@link #process(KeyedProcessFunction)} with the type of the parts' results given. */
  public <P> PartStream<K, P> process(
      KeyedProcessFunction<KeyPart<K>, T, P> function, TypeInformation<P> partType) {
    return spread().process(function, partType);
  }

  private SpreadStream<T, K> spread() {
    if (options.rule() != null) {
      throw new IllegalArgumentException(
          "hotKeys: cannot be said for process, whose grouping finds them: leave it out");
    }
    return SpreadStream.of(stream, selector, keyType).groupedBy(options.relief().groupings());
  }

  private static Duration atLeastOneMilli(Duration duration, String name) {
    if (requireNonNull(duration, name).toMillis() < 1) {
      throw new IllegalArgumentException(
          name + ": " + duration + " is shorter than PT0.001S, the least");
    }
    return duration;
  }

  private SkewAwareStream<T, K> with(Options<K> newOptions) {
    return new SkewAwareStream<>(stream, selector, keyType, newOptions);
  }

  DataStream<T> stream() {
    return stream;
  }

  KeySelector<T, K> selector() {
    return selector;
  }

  TypeInformation<K> keyType() {
    return keyType;
  }

  Options<K> options() {
    return options;
  }

  StreamExecutionEnvironment environment() {
    return stream.getExecutionEnvironment();
  }
}
