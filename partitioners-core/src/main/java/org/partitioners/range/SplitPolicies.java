package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.partitioners.range.SplitPolicy.Decision;

/**
 * The usual policies of splitting and merging.
 *
 * <p>What others take for limits, by default:
 *
 * <table>
 * <caption>Published limits</caption>
 * <tr><th>System<th>size<th>load
 * <tr><td><a href="https://hbase.apache.org/book.html#manual_region_splitting_decisions">HBase</a>
 *     <td>min(10 GB, 2·flush size·R³) with R regions of the table on a server
 *     <td>20 % of requests blocked over 5 minutes, at an age of 10 minutes (busy policy)
 * <tr><td><a href="https://www.cockroachlabs.com/docs/stable/load-based-splitting">CockroachDB</a>
 *     <td>512 MiB<td>2500 queries or 250 ms of CPU a second
 * <tr><td><a href="https://docs.pingcap.com/tidb/stable/configure-load-base-split">TiKV</a>
 *     <td>see there<td>3000 queries or 30 MiB a second or 25 % of CPU, for 10 seconds
 * <tr><td><a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html">DynamoDB</a>
 *     <td>10 GB<td>3000 read or 1000 write units a second; never merges
 * </table>
 */
public final class SplitPolicies {

  /** How many windows a range must last before it is merged for want of load. */
  private static final int MERGE_AFTER_WINDOWS = 5;

  private SplitPolicies() {}

  /** Splits and merges by size; merges ranges that have lasted ten minutes. */
  public static SplitPolicy bySize(long records) {
    return bySize(records, Duration.ofMinutes(10));
  }

  /**
   * Splits a range of more than the limit at the median of its records. Merges two neighbours that
   * have at most half the limit together: so a split's halves are far from a merge, and a merged
   * range is far from a split. As records are never forgotten, ranges that have grown are not
   * merged by size again.
   *
   * @param records the limit, at least 2
   * @param mergeAge how long both must have lasted before they are merged, so that ranges split in
   *     advance get the time to fill
   * @throws IllegalArgumentException if the limit is less than 2, or the age negative
   */
  public static SplitPolicy bySize(long records, Duration mergeAge) {
    if (records < 2) {
      throw new IllegalArgumentException(
          "records: " + records + " not in [2.." + Long.MAX_VALUE + "]");
    }
    if (mergeAge.isNegative() || mergeAge.compareTo(Duration.ofMillis(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException(
          "mergeAge: " + mergeAge + " not in [0.." + Long.MAX_VALUE + "] milliseconds");
    }
    return new BySize(records, mergeAge.toMillis());
  }

  /**
   * Splits a range whose rate over the window is above the limit at the median of its recent
   * records, so that both halves get half the load. A range is first split when it has lasted a
   * window, for only then is the rate its own; so a hot spot is divided by two once a window.
   * Merges two neighbours that have lasted five windows and have at most half the limit together.
   *
   * @param recordsPerSecond the limit, a positive number
   * @param window over what time the rate is measured: whole milliseconds, at least one
   * @throws IllegalArgumentException if one is out of range
   */
  public static SplitPolicy byLoad(double recordsPerSecond, Duration window) {
    if (!(recordsPerSecond > 0 && recordsPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "recordsPerSecond: " + recordsPerSecond + " not in (0..∞)");
    }
    return new ByLoad(recordsPerSecond, DynamicRanges.checkWindow(window));
  }

  /**
   * Splits when any of the policies does, as the first of those says, and merges when all agree: so
   * with {@link #bySize} among them, only what is small in records too. Those that look at the rate
   * must have one window.
   *
   * @throws IllegalArgumentException if there is no policy, or two windows differ
   */
  public static SplitPolicy anyOf(SplitPolicy... policies) {
    List<SplitPolicy> all = List.of(policies);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("policies: none; give at least one");
    }
    Duration window = null;
    for (SplitPolicy policy : all) {
      if (measures(policy)) {
        if (window != null && !window.equals(policy.window())) {
          throw new IllegalArgumentException(
              "policies: windows " + window + " and " + policy.window() + "; give them one");
        }
        window = policy.window();
      }
    }
    return new AnyOf(all, window == null ? all.get(0).window() : window);
  }

  /** Whether a policy has a window of its own. */
  private static boolean measures(SplitPolicy policy) {
    if (policy instanceof AtMost atMost) {
      return measures(atMost.policy);
    }
    if (policy instanceof AnyOf any) {
      return any.policies.stream().anyMatch(SplitPolicies::measures);
    }
    return !(policy instanceof BySize);
  }

  /**
   * Splits and merges as another policy does, but never into more ranges than this.
   *
   * @param ranges at least 1
   * @throws IllegalArgumentException if the number is less
   */
  public static SplitPolicy atMost(int ranges, SplitPolicy policy) {
    if (ranges < 1) {
      throw new IllegalArgumentException(
          "ranges: " + ranges + " not in [1.." + Integer.MAX_VALUE + "]");
    }
    return new AtMost(ranges, requireNonNull(policy, "policy"));
  }

  private record BySize(long limit, long mergeAge) implements SplitPolicy {
    @Override
    public Decision split(RangeStatistics range) {
      return range.records() > limit ? Decision.AT_MEDIAN_OF_RECORDS : Decision.KEEP;
    }

    @Override
    public boolean merge(RangeStatistics left, RangeStatistics right) {
      return left.records() <= limit / 2 - right.records()
          && left.ageMillis() >= mergeAge
          && right.ageMillis() >= mergeAge;
    }
  }

  private record ByLoad(double limit, Duration window) implements SplitPolicy {
    @Override
    public Decision split(RangeStatistics range) {
      return range.recordsPerSecond() > limit && range.ageMillis() >= window.toMillis()
          ? Decision.AT_MEDIAN_OF_LOAD
          : Decision.KEEP;
    }

    @Override
    public boolean merge(RangeStatistics left, RangeStatistics right) {
      return left.recordsPerSecond() + right.recordsPerSecond() <= limit / 2
          && isOld(left)
          && isOld(right);
    }

    private boolean isOld(RangeStatistics range) {
      return range.ageMillis() / MERGE_AFTER_WINDOWS >= window.toMillis();
    }
  }

  private record AnyOf(List<SplitPolicy> policies, Duration window) implements SplitPolicy {
    @Override
    public Decision split(RangeStatistics range) {
      for (int i = 0; i < policies.size(); i++) {
        Decision decision = policies.get(i).split(range);
        if (decision != Decision.KEEP) {
          return decision;
        }
      }
      return Decision.KEEP;
    }

    @Override
    public boolean merge(RangeStatistics left, RangeStatistics right) {
      for (int i = 0; i < policies.size(); i++) {
        if (!policies.get(i).merge(left, right)) {
          return false;
        }
      }
      return true;
    }
  }

  private record AtMost(int ranges, SplitPolicy policy) implements SplitPolicy {
    @Override
    public Decision split(RangeStatistics range) {
      return range.ranges() < ranges ? policy.split(range) : Decision.KEEP;
    }

    @Override
    public boolean merge(RangeStatistics left, RangeStatistics right) {
      return policy.merge(left, right);
    }

    @Override
    public Duration window() {
      return policy.window();
    }
  }
}
