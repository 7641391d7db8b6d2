package org.partitioners.jobs.beam;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;

/**
 * Brings what there is of a key to one {@link Tally}.
 *
 * @param <T> records, or tallies of them
 */
abstract class TallyFn<T> extends Combine.CombineFn<T, Tally, Tally> {
  private static final long serialVersionUID = 1L;

  private TallyFn() {}

  /** Counts records, doing the simulated work for each. */
  static TallyFn<Long> records(ThreadsWork work) {
    return new Records(work);
  }

  /** Adds tallies up. */
  static TallyFn<Tally> tallies() {
    return new Tallies();
  }

  @Override
  public final Tally createAccumulator() {
    return new Tally();
  }

  @Override
  public final Tally mergeAccumulators(Iterable<Tally> parts) {
    Tally whole = new Tally();
    parts.forEach(whole::merge);
    return whole;
  }

  @Override
  public final Tally extractOutput(Tally tally) {
    return tally.completedOn(Worker.current());
  }

  @Override
  public final Coder<Tally> getAccumulatorCoder(CoderRegistry registry, Coder<T> inputCoder) {
    return Tally.CODER;
  }

  @Override
  public final Coder<Tally> getDefaultOutputCoder(CoderRegistry registry, Coder<T> inputCoder) {
    return Tally.CODER;
  }

  private static final class Records extends TallyFn<Long> {
    private static final long serialVersionUID = 1L;

    private final ThreadsWork work;

    Records(ThreadsWork work) {
      this.work = work;
    }

    @Override
    public Tally addInput(Tally tally, Long one) {
      work.perform();
      tally.add(Worker.current());
      return tally;
    }
  }

  private static final class Tallies extends TallyFn<Tally> {
    private static final long serialVersionUID = 1L;

    @Override
    public Tally addInput(Tally tally, Tally part) {
      tally.merge(part);
      return tally;
    }
  }
}
