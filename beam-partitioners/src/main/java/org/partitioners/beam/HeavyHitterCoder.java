package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.partitioners.skew.HeavyHitter;

/**
 * Writes a {@link HeavyHitter}: its key by a coder of keys, then its bounds. Deterministic if the
 * coder of keys is.
 *
 * @param <K> the type of key
 */
public final class HeavyHitterCoder<K> extends StructuredCoder<HeavyHitter<K>> {
  private static final long serialVersionUID = 1;

  private final Coder<K> keyCoder;

  private HeavyHitterCoder(Coder<K> keyCoder) {
    this.keyCoder = requireNonNull(keyCoder, "keyCoder");
  }

  /** A coder of heavy hitters. */
  public static <K> HeavyHitterCoder<K> of(Coder<K> keyCoder) {
    return new HeavyHitterCoder<>(keyCoder);
  }

  @Override
  public void encode(HeavyHitter<K> hitter, OutputStream out) throws IOException {
    keyCoder.encode(hitter.key(), out);
    VarLongCoder.of().encode(hitter.lowerBound(), out);
    VarLongCoder.of().encode(hitter.upperBound(), out);
  }

  @Override
  public HeavyHitter<K> decode(InputStream in) throws IOException {
    K key = keyCoder.decode(in);
    long lowerBound = VarLongCoder.of().decode(in);
    return new HeavyHitter<>(key, lowerBound, VarLongCoder.of().decode(in));
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(keyCoder);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(this, "The coder of keys must be deterministic", keyCoder);
  }
}
