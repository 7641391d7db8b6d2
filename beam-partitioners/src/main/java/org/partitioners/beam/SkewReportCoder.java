package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.ReliefAdvice;
import org.partitioners.skew.SkewReport;

/**
 * Writes a {@link SkewReport}, component by component, the advice by its name. Deterministic if the
 * coder of keys is.
 *
 * @param <K> the type of key
 */
public final class SkewReportCoder<K> extends StructuredCoder<SkewReport<K>> {
  private static final long serialVersionUID = 1;
  private static final DoubleCoder DOUBLES = DoubleCoder.of();

  private final Coder<K> keyCoder;
  private final ListCoder<HeavyHitter<K>> hittersCoder;

  private SkewReportCoder(Coder<K> keyCoder) {
    this.keyCoder = requireNonNull(keyCoder, "keyCoder");
    this.hittersCoder = ListCoder.of(HeavyHitterCoder.of(keyCoder));
  }

  /** A coder of reports. */
  public static <K> SkewReportCoder<K> of(Coder<K> keyCoder) {
    return new SkewReportCoder<>(keyCoder);
  }

  Coder<K> keyCoder() {
    return keyCoder;
  }

  @Override
  public void encode(SkewReport<K> report, OutputStream out) throws IOException {
    VarLongCoder.of().encode(report.records(), out);
    DOUBLES.encode(report.distinctKeys(), out);
    DOUBLES.encode(report.share(), out);
    hittersCoder.encode(report.heavyHitters(), out);
    DOUBLES.encode(report.firstShare(), out);
    DOUBLES.encode(report.zipfExponent(), out);
    VarIntCoder.of().encode(report.parallelism(), out);
    DOUBLES.encode(report.predictedMaxOverMean(), out);
    StringUtf8Coder.of().encode(report.relief().name(), out);
    VarIntCoder.of().encode(report.fanOut(), out);
  }

  @Override
  public SkewReport<K> decode(InputStream in) throws IOException {
    return new SkewReport<>(
        VarLongCoder.of().decode(in),
        DOUBLES.decode(in),
        DOUBLES.decode(in),
        hittersCoder.decode(in),
        DOUBLES.decode(in),
        DOUBLES.decode(in),
        VarIntCoder.of().decode(in),
        DOUBLES.decode(in),
        ReliefAdvice.valueOf(StringUtf8Coder.of().decode(in)),
        VarIntCoder.of().decode(in));
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
