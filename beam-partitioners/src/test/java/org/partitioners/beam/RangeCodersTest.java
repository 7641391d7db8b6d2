package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.partitioners.range.RangeSample;
import org.partitioners.range.SharedRanges;

class RangeCodersTest {

  private static final Comparator<String> ORDER = Comparator.naturalOrder();
  private static final SharedRangesCoder<String> RANGES =
      SharedRangesCoder.of(StringUtf8Coder.of(), ORDER);
  private static final RangeSampleCoder<String> SAMPLES =
      RangeSampleCoder.of(StringUtf8Coder.of(), ORDER);

  private static SharedRanges<String> ranges() {
    return SharedRanges.of(
        5,
        0,
        List.of(
            new SharedRanges.Cut<>("b", 1, List.of(1.0)),
            new SharedRanges.Cut<>("m", 2, List.of(0.25, 0.5, 0.25))),
        ORDER);
  }

  @Test
  void writesRangesWithoutLoss() throws Exception {
    CoderProperties.coderSerializable(RANGES);
    CoderProperties.coderDecodeEncodeEqual(RANGES, ranges());
    CoderProperties.coderDeterministic(RANGES, ranges(), ranges());
    CoderProperties.coderConsistentWithEquals(
        RANGES, ranges(), SharedRanges.of(5, 1, ranges().cuts(), ORDER));
    RANGES.verifyDeterministic();
  }

  @Test
  void writesRangesAsEver() throws Exception {
    String golden = "05000201620100000000016d02000000023fd00000000000003fe0000000000000";
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(RANGES, ranges())))
        .isEqualTo(golden);
    assertThat(CoderUtils.decodeFromByteArray(RANGES, HexFormat.of().parseHex(golden)))
        .isEqualTo(ranges());
  }

  @Test
  void writesSamplesWithoutLoss() throws Exception {
    CoderProperties.coderSerializable(SAMPLES);
    RangeSample<String> sample = RangeSample.ofSize(8, ORDER);
    for (int i = 0; i < 1000; i++) {
      sample.add("k" + i % 300);
    }
    byte[] bytes = CoderUtils.encodeToByteArray(SAMPLES, sample);
    RangeSample<String> read = CoderUtils.decodeFromByteArray(SAMPLES, bytes);
    assertThat(read.total()).isEqualTo(1000);
    assertThat(read.share(3)).isEqualTo(sample.share(3));
    assertThat(CoderUtils.encodeToByteArray(SAMPLES, read)).isEqualTo(bytes);
    assertThat(bytes.length)
        .isLessThan(SerializableUtils.serializeToByteArray(sample).length * 3 / 4);
  }

  @Test
  void writesSamplesAsEver() throws Exception {
    RangeSample<String> sample = RangeSample.ofSize(8, ORDER);
    List.of("c", "a", "b").forEach(sample::add);
    String golden =
        "2c05010f00080008000300000000000000080001000500000001000000020000"
            + "0000000000010000000200000000000003016201610163";
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(SAMPLES, sample)))
        .isEqualTo(golden);
    assertThat(CoderUtils.decodeFromByteArray(SAMPLES, HexFormat.of().parseHex(golden)).share(3))
        .isEqualTo(sample.share(3));
    RangeSample<String> empty = RangeSample.ofSize(8, ORDER);
    assertThat(CoderUtils.clone(SAMPLES, empty).total()).isZero();
  }

  @Test
  void isDeterministicOnlyIfKeysAre() {
    RangeSampleCoder<Double> coder =
        RangeSampleCoder.of(DoubleCoder.of(), Comparator.<Double>naturalOrder());
    assertThatThrownBy(coder::verifyDeterministic)
        .isInstanceOf(Coder.NonDeterministicException.class)
        .hasMessageContaining("The coder of keys must be deterministic");
    assertThat(SAMPLES)
        .isEqualTo(RangeSampleCoder.of(StringUtf8Coder.of(), ORDER))
        .isNotEqualTo(RangeSampleCoder.of(StringUtf8Coder.of(), ORDER.reversed()));
    assertThat(RANGES)
        .isEqualTo(SharedRangesCoder.of(StringUtf8Coder.of(), ORDER))
        .isNotEqualTo(SharedRangesCoder.of(VarLongCoder.of(), Comparator.<Long>naturalOrder()));
  }
}
