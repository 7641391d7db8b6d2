package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.RangeSample;

/**
 * Writes a {@link RangeSample} without loss: its structure, four bytes and some for each key it
 * keeps, and each key once by a coder of keys. The order is the coder's, not the data's.
 *
 * <p>One sample always has one form if the coder of keys is deterministic, though two samples of
 * the same records may differ, since the sketch draws random bits.
 *
 * @param <K> the type of key
 */
public final class RangeSampleCoder<K> extends StructuredCoder<RangeSample<K>> {
  private static final long serialVersionUID = 1;

  private final Coder<K> keyCoder;
  private final Comparator<? super K> order;

  private RangeSampleCoder(Coder<K> keyCoder, Comparator<? super K> order) {
    this.keyCoder = requireNonNull(keyCoder, "keyCoder");
    this.order = requireNonNull(order, "order");
  }

  /**
   * A coder of samples.
   *
   * @param order the order that every sample has; serializable
   */
  public static <K> RangeSampleCoder<K> of(Coder<K> keyCoder, Comparator<? super K> order) {
    return new RangeSampleCoder<>(keyCoder, order);
  }

  @Override
  public void encode(RangeSample<K> sample, OutputStream out) throws IOException {
    RangeSample.Image<K> image = sample.image();
    ByteArrayCoder.of().encode(image.structure(), out);
    ListCoder.of(keyCoder).encode(image.keys(), out);
  }

  @Override
  public RangeSample<K> decode(InputStream in) throws IOException {
    byte[] structure = ByteArrayCoder.of().decode(in);
    List<K> keys = ListCoder.of(keyCoder).decode(in);
    return RangeSample.restored(new RangeSample.Image<>(structure, keys), order);
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(keyCoder);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(this, "The coder of keys must be deterministic", keyCoder);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RangeSampleCoder<?> that
        && keyCoder.equals(that.keyCoder)
        && order.equals(that.order);
  }

  @Override
  public int hashCode() {
    return Objects.hash(keyCoder, RangeSampleCoder.class);
  }
}
