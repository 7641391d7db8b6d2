package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partitioners.PartitionChange;
import org.partitioners.PartitionChange.Move;
import org.partitioners.range.RangeStep.Kind;

/**
 * Ranges that split and merge as records come: a deterministic state machine that shows each record
 * to a {@link SplitPolicy} and from time to time makes a new snapshot, a {@link RangePartitioner}.
 *
 * <pre>{@code
 * DynamicRanges<String> ranges = DynamicRanges.of(SplitPolicies.byLoad(2_500, window));
 * RangeStep<String> step = ranges.record("alice", timestamp);
 * if (step != null) { ... step.change() says what moves, step.partitioner() where keys go now ... }
 * }</pre>
 *
 * <p><b>Splits.</b> At a median: of all records of the range or of the recent ones, as the policy
 * says. The median comes from a random sample of up to 1024 keys, of which the tickets are seeded;
 * it is within some percent of the true one. The left part keeps the partition's name, the right
 * part gets a new one, never used before. A split must leave each part a tenth of the records at
 * least; a range with one key so heavy that none does is left whole and listed by {@link
 * #unsplittable()}, and tried again when a window has passed or it has doubled.
 *
 * <p><b>Merges.</b> With each record one pair of neighbours, in turn, is shown to the policy. The
 * merged range keeps the name of the larger one.
 *
 * <p><b>Time</b> is the records' own: the largest timestamp so far. An older record counts as if it
 * came then. So one far in the future stops the clock until the stream has caught up: drop such
 * records before, as where watermarks are made. The same records in the same order give the same
 * steps, in every process, and also if the object was serialized in between; after deserialization
 * it continues where it was.
 *
 * <p>A record takes O(log n) comparisons; a step takes time linear in the ranges, and sorts the
 * samples. Each range keeps three samples, at most 48 KB beside the keys. Not thread-safe, but the
 * snapshots are. Serializable if the keys are.
 *
 * @param <K> the type of key; keys must never be modified
 */
public final class DynamicRanges<K> implements Serializable {
  private static final long serialVersionUID = 1;

  /** A cut that leaves less to one side is no relief to the other. */
  private static final double LEAST_SHARE = 0.1;

  private final SplitPolicy policy;
  private final long window;
  private final List<RangeState<K>> states = new ArrayList<>();
  private RangePartitioner<K> partitioner;
  private long epoch;
  private long now;
  private boolean started;
  private long random;
  private int nextName;
  private int pair;

  private DynamicRanges(RangeBoundaries<K> start, SplitPolicy policy, long seed) {
    this.policy = requireNonNull(policy, "policy");
    this.window = checkWindow(policy.window()).toMillis();
    this.random = seed;
    this.partitioner = RangePartitioner.of(start);
    for (int i = 0; i < start.size(); i++) {
      states.add(new RangeState<>(partitioner.partitionName(i)));
    }
    this.nextName = start.size();
  }

  /** A single range of keys in their natural order at first. */
  public static <K extends Comparable<? super K>> DynamicRanges<K> of(SplitPolicy policy) {
    return of(RangeBoundaries.<K>undivided(), policy);
  }

  /**
   * Ranges that start as given and follow a policy.
   *
   * @param start the first ranges
   */
  public static <K> DynamicRanges<K> of(RangeBoundaries<K> start, SplitPolicy policy) {
    return of(start, policy, 0);
  }

  /** The same, with a seed for the samples. */
  public static <K> DynamicRanges<K> of(RangeBoundaries<K> start, SplitPolicy policy, long seed) {
    return new DynamicRanges<>(start, policy, seed);
  }

  static Duration checkWindow(Duration window) {
    if (window.compareTo(Duration.ofMillis(1)) < 0
        || window.compareTo(Duration.ofDays(365)) > 0
        || !window.equals(window.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          "window: " + window + " not in [PT0.001S..PT8760H], whole milliseconds");
    }
    return window;
  }

  /** The ranges as they are now; immutable. Partitions keep their names while they last. */
  public RangePartitioner<K> partitioner() {
    return partitioner;
  }

  /** How many steps led to the present snapshot. */
  public long epoch() {
    return epoch;
  }

  /**
   * Takes a record.
   *
   * @param timestampMillis its event time, in milliseconds since the epoch
   * @return the step it led to, from which on the new snapshot holds; null if none
   */
  public @Nullable RangeStep<K> record(K key, long timestampMillis) {
    int i = partitioner.partition(key);
    if (!started) {
      started = true;
      now = timestampMillis;
      states.forEach(state -> state.start(now, window));
    }
    now = Math.max(now, timestampMillis);
    RangeState<K> state = states.get(i);
    state.roll(now, window);
    state.add(key, SplitMix64.output(random));
    random += SplitMix64.GOLDEN_GAMMA;
    RangeStep<K> step = splitIfDue(i);
    return step == null ? mergeIfDue() : step;
  }

  private RangeStatistics statistics(RangeState<K> state) {
    state.roll(now, window);
    return state.statistics(now, window, states.size());
  }

  private @Nullable RangeStep<K> splitIfDue(int i) {
    RangeState<K> state = states.get(i);
    SplitPolicy.Decision decision = policy.split(statistics(state));
    if (decision == SplitPolicy.Decision.KEEP) {
      state.clearFailure();
      return null;
    }
    if (state.unsplittable() != null && !state.mayTryAgain(now, window)) {
      return null;
    }
    boolean bySize = decision == SplitPolicy.Decision.AT_MEDIAN_OF_RECORDS;
    RangeTally<K> one = bySize ? state.all() : state.previous();
    RangeTally<K> other = bySize ? state.all() : state.current();
    RangeBoundaries<K> boundaries = partitioner.boundaries();
    RangeTally.Cut<K> cut = RangeTally.cut(one, other, boundaries.order(), boundaries.inclusive());
    if (cut == null || cut.share() < LEAST_SHARE || cut.share() > 1 - LEAST_SHARE) {
      state.failed(RangeTally.heaviest(one, other, boundaries.order()), now);
      return null;
    }
    RangeState<K> right = state.splitOff(cut.at(), boundaries, "p" + nextName++, now);
    states.add(i + 1, right);
    return step(Kind.SPLIT, boundaries.split(i, cut.at()), i + 1, state.name(), right.name());
  }

  private @Nullable RangeStep<K> mergeIfDue() {
    if (states.size() < 2) {
      return null;
    }
    pair = (pair + 1) % (states.size() - 1);
    RangeState<K> left = states.get(pair);
    RangeState<K> right = states.get(pair + 1);
    if (!policy.merge(statistics(left), statistics(right))) {
      return null;
    }
    boolean leftStays = left.all().count() >= right.all().count();
    int moves = leftStays ? pair + 1 : pair;
    KeyRange<K> moved = partitioner.range(moves);
    String from = states.get(moves).name();
    left.addAll(right, leftStays ? left.name() : right.name(), now);
    states.remove(pair + 1);
    return step(Kind.MERGE, partitioner.boundaries().merge(pair), moved, from, left.name());
  }

  private RangeStep<K> step(
      Kind kind, RangeBoundaries<K> boundaries, int moved, String from, String to) {
    return step(kind, boundaries, boundaries.range(moved), from, to);
  }

  private RangeStep<K> step(
      Kind kind, RangeBoundaries<K> boundaries, KeyRange<K> moved, String from, String to) {
    partitioner = RangePartitioner.of(boundaries, states.stream().map(RangeState::name).toList());
    epoch++;
    return new RangeStep<>(
        kind, epoch, now, new PartitionChange<>(List.of(new Move<>(moved, from, to))), partitioner);
  }

  /** What the policy sees of each range, in order. */
  public List<RangeStatistics> statistics() {
    List<RangeStatistics> statistics = new ArrayList<>();
    for (RangeState<K> state : states) {
      statistics.add(statistics(state));
    }
    return List.copyOf(statistics);
  }

  /** The ranges that the policy wanted to split and that no split would relieve, in order. */
  public List<UnsplittableRange<K>> unsplittable() {
    List<UnsplittableRange<K>> ranges = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      RangeState<K> state = states.get(i);
      RangeTally.Heaviest<K> heaviest = state.unsplittable();
      if (heaviest != null) {
        ranges.add(
            new UnsplittableRange<>(
                partitioner.range(i), state.name(), heaviest.key(), heaviest.share()));
      }
    }
    return List.copyOf(ranges);
  }

  /** As {@code DynamicRanges[epoch 3, 4 ranges (-∞, b), …]}. */
  @Override
  public String toString() {
    return "DynamicRanges[epoch " + epoch + ", " + partitioner.boundaries() + "]";
  }
}
