package org.partitioners.beam;

import java.util.Arrays;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.display.DisplayData;

/** Combines values and accumulators of another function as that function does. */
final class HomeFn<V, A, R> extends Combine.CombineFn<Contribution<V, A>, A, R> {
  private static final long serialVersionUID = 1;

  private final Combine.CombineFn<V, A, R> fn;
  private final Coder<A> accumulatorCoder;
  private final Coder<R> outputCoder;

  HomeFn(Combine.CombineFn<V, A, R> fn, Coder<A> accumulatorCoder, Coder<R> outputCoder) {
    this.fn = fn;
    this.accumulatorCoder = accumulatorCoder;
    this.outputCoder = outputCoder;
  }

  @Override
  public A createAccumulator() {
    return fn.createAccumulator();
  }

  @Override
  public A addInput(A accumulator, Contribution<V, A> contribution) {
    if (contribution instanceof Contribution.Value<V, A> value) {
      return fn.addInput(accumulator, value.value());
    }
    Contribution.Partial<V, A> partial = (Contribution.Partial<V, A>) contribution;
    return fn.mergeAccumulators(Arrays.asList(accumulator, partial.accumulator()));
  }

  @Override
  public A mergeAccumulators(Iterable<A> accumulators) {
    return fn.mergeAccumulators(accumulators);
  }

  @Override
  public A compact(A accumulator) {
    return fn.compact(accumulator);
  }

  @Override
  public R extractOutput(A accumulator) {
    return fn.extractOutput(accumulator);
  }

  @Override
  public R defaultValue() {
    return fn.defaultValue();
  }

  @Override
  public Coder<A> getAccumulatorCoder(
      CoderRegistry registry, Coder<Contribution<V, A>> inputCoder) {
    return accumulatorCoder;
  }

  @Override
  public Coder<R> getDefaultOutputCoder(
      CoderRegistry registry, Coder<Contribution<V, A>> inputCoder) {
    return outputCoder;
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.delegate(fn);
  }
}
