package org.partitioners.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.partitioners.skew.SkewSketch;

/**
 * Writes a sketch of encoded keys: counts by descending number and then by the keys' bytes. Not
 * deterministic, for the count of distinct keys has several forms.
 */
final class SkewSketchCoder extends AtomicCoder<SkewSketch<EncodedKey>> {
  private static final long serialVersionUID = 1;
  private static final SkewSketchCoder INSTANCE = new SkewSketchCoder();

  private SkewSketchCoder() {}

  static SkewSketchCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SkewSketch<EncodedKey> sketch, OutputStream out) throws IOException {
    SkewSketch.Image<EncodedKey> image = sketch.image();
    DoubleCoder.of().encode(image.share(), out);
    VarLongCoder.of().encode(image.records(), out);
    VarLongCoder.of().encode(image.error(), out);
    ByteArrayCoder.of().encode(image.distinct(), out);
    List<Map.Entry<EncodedKey, Long>> counts = new ArrayList<>(image.counts().entrySet());
    counts.sort(
        Comparator.comparingLong((Map.Entry<EncodedKey, Long> count) -> -count.getValue())
            .thenComparing(count -> count.getKey().bytes(), Arrays::compareUnsigned));
    VarIntCoder.of().encode(counts.size(), out);
    for (Map.Entry<EncodedKey, Long> count : counts) {
      ByteArrayCoder.of().encode(count.getKey().bytes(), out);
      VarLongCoder.of().encode(count.getValue(), out);
    }
  }

  @Override
  public SkewSketch<EncodedKey> decode(InputStream in) throws IOException {
    double share = DoubleCoder.of().decode(in);
    long records = VarLongCoder.of().decode(in);
    long error = VarLongCoder.of().decode(in);
    byte[] distinct = ByteArrayCoder.of().decode(in);
    Map<EncodedKey, Long> counts = new LinkedHashMap<>();
    for (int left = VarIntCoder.of().decode(in); left > 0; left--) {
      EncodedKey key = new EncodedKey(ByteArrayCoder.of().decode(in));
      counts.put(key, VarLongCoder.of().decode(in));
    }
    return SkewSketch.restored(new SkewSketch.Image<>(share, records, error, counts, distinct));
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "one count of distinct keys has several forms");
  }
}
