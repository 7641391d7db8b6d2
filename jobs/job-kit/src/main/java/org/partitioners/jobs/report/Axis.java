package org.partitioners.jobs.report;

/** What a heat map's places across stand for. */
interface Axis {
  /** The time since a run began, in milliseconds. */
  Axis CLOCK = new Clock();

  /** The distance between labels on a scale of this length. */
  long tick(long length);

  /** A place in a few characters. */
  String label(long place);

  /** From one place to another, in words. */
  String span(long from, long to);

  /** Milliseconds at round times. */
  final class Clock implements Axis {
    private static final long LONGEST_TICK = 12 * 3_600_000;
    private static final long[] TICKS = {
      100,
      200,
      500,
      1_000,
      2_000,
      5_000,
      10_000,
      20_000,
      30_000,
      60_000,
      120_000,
      300_000,
      600_000,
      1_200_000,
      1_800_000,
      3_600_000,
      7_200_000,
      14_400_000,
      21_600_000
    };

    private Clock() {}

    /** The shortest round time of which six make the whole, or hours by the dozen. */
    @Override
    public long tick(long length) {
      for (long tick : TICKS) {
        if (tick * 6 >= length) {
          return tick;
        }
      }
      return (length / (6 * LONGEST_TICK) + 1) * LONGEST_TICK;
    }

    @Override
    public String label(long place) {
      return Figures.clock(place);
    }

    @Override
    public String span(long from, long to) {
      return Figures.span(from, to);
    }
  }
}
