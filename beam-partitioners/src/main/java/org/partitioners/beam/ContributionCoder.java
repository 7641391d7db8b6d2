package org.partitioners.beam;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.StructuredCoder;

/** A byte that tells a value, 0, from an accumulator, 1, and then the one or the other. */
final class ContributionCoder<V, A> extends StructuredCoder<Contribution<V, A>> {
  private static final long serialVersionUID = 1;
  private static final int VALUE = 0;
  private static final int PARTIAL = 1;

  private final Coder<V> valueCoder;
  private final Coder<A> accumulatorCoder;

  private ContributionCoder(Coder<V> valueCoder, Coder<A> accumulatorCoder) {
    this.valueCoder = valueCoder;
    this.accumulatorCoder = accumulatorCoder;
  }

  static <V, A> ContributionCoder<V, A> of(Coder<V> valueCoder, Coder<A> accumulatorCoder) {
    return new ContributionCoder<>(valueCoder, accumulatorCoder);
  }

  @Override
  public void encode(Contribution<V, A> contribution, OutputStream out) throws IOException {
    if (contribution instanceof Contribution.Value<V, A> value) {
      out.write(VALUE);
      valueCoder.encode(value.value(), out);
    } else if (contribution instanceof Contribution.Partial<V, A> partial) {
      out.write(PARTIAL);
      accumulatorCoder.encode(partial.accumulator(), out);
    }
  }

  @Override
  public Contribution<V, A> decode(InputStream in) throws IOException {
    int tag = in.read();
    return switch (tag) {
      case VALUE -> new Contribution.Value<>(valueCoder.decode(in));
      case PARTIAL -> new Contribution.Partial<>(accumulatorCoder.decode(in));
      case -1 -> throw new EOFException("a contribution was expected");
      default -> throw new CoderException("tag: " + tag + " not in [0..1]");
    };
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(valueCoder, accumulatorCoder);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(
        this, "The coders of values and accumulators must be", valueCoder, accumulatorCoder);
  }
}
