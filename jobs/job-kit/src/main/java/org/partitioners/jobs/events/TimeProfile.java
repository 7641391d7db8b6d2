package org.partitioners.jobs.events;

import java.util.Arrays;

/**
 * How busy sensors are in the course of days: by day more than by night, on working days more than
 * at weekends, and now and then in a burst.
 *
 * <p>Time is cut into steps of ten minutes, each with a weight: a sine of the hour, least at 3 and
 * {@value #DAY_OVER_NIGHT} times that at 15 o'clock (UTC); times 0.6 on Saturdays and 0.5 on
 * Sundays; times {@value #BURST} in a burst, which lasts twenty minutes and of which there is one a
 * day on average. Within a step events are evenly spaced. Memory: 16 bytes a step. Immutable.
 */
final class TimeProfile {
  static final long STEP_MILLIS = 600_000;

  /** The rate at the busiest hour over that at the quietest. */
  static final int DAY_OVER_NIGHT = 4;

  /** The rate in a burst over that without. */
  static final int BURST = 5;

  private static final int STEPS_PER_DAY = 144;
  private static final int STEPS_PER_HOUR = 6;
  private static final int BURST_STEPS = 2;
  private static final int QUIETEST_HOUR = 3;
  private static final double[] WEEK = {1, 1, 1, 1, 1, 0.6, 0.5};

  /** The weight of all steps before each; one more than steps. */
  private final double[] before;

  /**
   * @param firstDay the day of the week on which time starts, at midnight: 0 for Monday
   */
  TimeProfile(int days, int firstDay, long seed) {
    before = new double[days * STEPS_PER_DAY + 1];
    for (int step = 0; step < before.length - 1; step++) {
      int day = step / STEPS_PER_DAY;
      before[step + 1] =
          before[step]
              + ofHour((double) (step % STEPS_PER_DAY) / STEPS_PER_HOUR)
                  * WEEK[(day + firstDay) % WEEK.length]
                  * (isBurst(step, seed) ? BURST : 1);
    }
  }

  /** 1 at the quietest hour; {@link #DAY_OVER_NIGHT} half a day later. */
  private static double ofHour(double hour) {
    double swing = (1 - StrictMath.cos((hour - QUIETEST_HOUR) * StrictMath.PI / 12)) / 2;
    return 1 + (DAY_OVER_NIGHT - 1) * swing;
  }

  /** One hour in 24 begins with a burst. */
  private static boolean isBurst(int step, long seed) {
    long hour = step / STEPS_PER_HOUR;
    return step % STEPS_PER_HOUR < BURST_STEPS
        && Long.remainderUnsigned(SplitMix.mix(SplitMix.mix(seed) + hour * SplitMix.GAMMA), 24)
            == 0;
  }

  /**
   * When so much of all has happened, in milliseconds since the start; never falls.
   *
   * @param fraction in [0, 1)
   */
  long millisAt(double fraction) {
    double weight = fraction * before[before.length - 1];
    int found = Arrays.binarySearch(before, weight);
    // Every step weighs something, so none begins where another does.
    int step = Math.min(before.length - 2, found >= 0 ? found : -found - 2);
    double within = (weight - before[step]) / (before[step + 1] - before[step]);
    return step * STEP_MILLIS + Math.min(STEP_MILLIS - 1, (long) (within * STEP_MILLIS));
  }
}
