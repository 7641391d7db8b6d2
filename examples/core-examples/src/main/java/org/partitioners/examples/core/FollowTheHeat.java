package org.partitioners.examples.core;

import java.io.PrintStream;
import java.time.Duration;
import java.util.SplittableRandom;
import org.partitioners.PartitionChange;
import org.partitioners.range.DynamicRanges;
import org.partitioners.range.KeyRange;
import org.partitioners.range.RangeStep;
import org.partitioners.range.SplitPolicies;

/**
 * Readings of a thousand sensors, one range at first. For ten minutes some of the sensors are asked
 * ever so often: their range splits until no part is hot, and when they have calmed down the parts
 * are merged again.
 */
public final class FollowTheHeat {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private FollowTheHeat() {}

  public static void main(String[] args) {
    run(System.out);
  }

  static void run(PrintStream out) {
    DynamicRanges<Integer> ranges = DynamicRanges.of(SplitPolicies.byLoad(50, WINDOW));
    SplittableRandom random = new SplittableRandom(1);
    for (long second = 0; second < 1200; second++) {
      boolean hot = second < 600;
      for (int i = 0; i < (hot ? 150 : 10); i++) {
        int sensor = hot && i % 10 > 0 ? 400 + random.nextInt(20) : random.nextInt(1000);
        RangeStep<Integer> step = ranges.record(sensor, second * 1000 + i);
        if (step != null) {
          print(step, out);
        }
      }
    }
  }

  private static void print(RangeStep<Integer> step, PrintStream out) {
    PartitionChange.Move<KeyRange<Integer>> move = step.change().moves().get(0);
    out.printf(
        "%d s, %s: %s moves from %s to %s%n",
        step.timestampMillis() / 1000, step.kind(), move.region(), move.from(), move.to());
  }
}
