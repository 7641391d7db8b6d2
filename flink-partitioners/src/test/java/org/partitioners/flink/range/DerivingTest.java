package org.partitioners.flink.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.junit.jupiter.api.Test;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangeReport;
import org.partitioners.range.RangeSample;
import org.partitioners.range.SharedRanges;

/** Sampling, deriving, and what is written in between. */
class DerivingTest {
  private static final Comparator<Long> ORDER = Comparator.naturalOrder();
  private static final RangeForm<Long> FORM =
      new RangeForm<>(ORDER, LongSerializer.INSTANCE, RangeForm.Kind.SHARED, 4, 4);

  private static RangeSample<Long> sample(long from, long to) {
    RangeSample<Long> sample = RangeSample.ofSize(4_096, ORDER);
    for (long key = from; key < to; key++) {
      sample.add(key);
    }
    return sample;
  }

  private static void assertNear(SharedRanges<Long> ranges, long... cuts) {
    assertThat(ranges.cuts()).hasSize(cuts.length);
    for (int i = 0; i < cuts.length; i++) {
      assertThat(Math.abs(ranges.cuts().get(i).key() - cuts[i])).isLessThan(20);
    }
  }

  /** Of a million records it takes few, which stand for all. */
  @Test
  void samplesEverFewerOfManyRecords() {
    KeySampler<Long> sampler = new KeySampler<>(ORDER, 4_096, 1);
    SplittableRandom random = new SplittableRandom(1);
    long taken = 0;
    int count = 1 << 20;
    for (int i = 0; i < count; i++) {
      if (sampler.takesNext()) {
        sampler.add(random.nextLong(1_000_000), 1);
        taken++;
      }
    }
    assertThat(sampler.records()).isEqualTo(count);
    RangeSample<Long> sample = sampler.take();

    assertThat(taken).isBetween(60_000L, 70_000L);
    // The gaps' mean is exact; their spread leaves the total within a percent.
    assertThat((double) sample.total()).isBetween(0.98 * count, 1.02 * count);
    assertThat(sampler.newRecords()).isZero();
    assertThat(sampler.take().total()).isZero();
    assertThat(sampler.takesNext()).as("within a stride").isFalse();
    sampler.startOver();
    assertThat(sampler.records()).isZero();
    assertThat(sampler.takesNext()).isTrue();
    SharedRanges<Long> ranges = sample.share(2);
    assertThat(ranges.cuts().get(0).key()).isBetween(480_000L, 520_000L);
  }

  @Test
  void movesForAGainOnlyAndTakesTheFirstRangesAnyhow() {
    RangeMaker<Long> maker = new RangeMaker<>(FORM, 0.1, null);
    maker.add(sample(0, 4_000), 4_000);
    assertNear(maker.deriveEarly(), 1_000, 2_000, 3_000);
    maker.add(sample(0, 4_000), 4_000);
    assertNear(maker.endEpoch(1, Instant.EPOCH), 1_000, 2_000, 3_000);
    assertThat(maker.deriveEarly()).as("once there is better").isNull();

    // 40000 old records and 1000 in the last range: a gain of some percent.
    maker.add(sample(0, 40_000), 40_000);
    assertThat(maker.endEpoch(2, Instant.EPOCH)).isNotNull();
    maker.add(sample(0, 40_000), 40_000);
    maker.add(sample(39_000, 40_000), 1_000);
    assertThat(maker.endEpoch(3, Instant.EPOCH)).isNull();
    RangeReport<Long> report = maker.report();
    assertThat(report.epoch()).isEqualTo(3);
    assertThat(report.moved()).isFalse();
    assertThat(report.maxOverMean()).isBetween(1.01, 1.1);

    assertThat(maker.endEpoch(4, Instant.EPOCH)).as("without records").isNull();
    assertThat(maker.report()).isSameAs(report);
  }

  @Test
  void looksBackOnShortEpochsOnly() {
    RangeMaker<Long> maker = new RangeMaker<>(FORM, 0, null);
    for (int epoch = 0; epoch < 100; epoch++) {
      maker.add(sample(0, 100), 100);
      maker.endEpoch(epoch, Instant.EPOCH);
    }
    assertThat(maker.statistics().total()).isEqualTo(1_600);
    maker.add(sample(0, 4_000), 32_768);
    maker.endEpoch(100, Instant.EPOCH);
    assertThat(maker.statistics().total()).isEqualTo(4_000);
  }

  @Test
  void goesOnFromWhatItWrote() {
    RangeCodec<Long> codec = new RangeCodec<>(FORM);
    RangeMaker<Long> maker = new RangeMaker<>(FORM, 0, null);
    maker.add(sample(0, 4_000), 4_000);
    maker.endEpoch(1, Instant.EPOCH);
    byte[] bytes = RangeCodec.write(out -> maker.write(codec, RangeMessage.early(null), out));
    RangeForm<Long> wider =
        new RangeForm<>(ORDER, LongSerializer.INSTANCE, RangeForm.Kind.SHARED, 8, 8);
    RangeMaker<Long> restored = new RangeMaker<>(wider, 0, null);
    RangeCodec.read(
        bytes,
        in -> {
          restored.read(codec, in);
          return bytes;
        });

    assertThat(restored.statistics().total()).isEqualTo(4_000);
    assertNear(wider.derive(restored.statistics()), 500, 1_000, 1_500, 2_000, 2_500, 3_000, 3_500);
  }

  @Test
  void writesMessagesWithAllTheyHave() {
    RangeCodec<Long> codec = new RangeCodec<>(FORM);
    RangeSample<Long> summary = sample(0, 100);
    summary.add(50L, 300);
    SharedRanges<Long> ranges = summary.share(4);
    RangeMessage<Long> full =
        codec.readMessage(codec.write(new RangeMessage<>(5, ranges, summary)));
    RangeMessage<Long> bare = codec.readMessage(codec.write(new RangeMessage<>(5, null, null)));

    assertThat(full.ranges()).isEqualTo(ranges);
    assertThat(ranges.sharedKeys()).containsExactly(50L);
    assertThat(full.summary()).isNotNull();
    assertThat(full.summary().share(7)).isEqualTo(summary.share(7));
    assertThat(full.rangesFor(FORM)).isEqualTo(ranges);
    assertThat(bare).isEqualTo(new RangeMessage<Long>(5, null, null));
    SharedRanges<Long> two = SharedRanges.of(RangeBoundaries.of(List.of(1L)));
    assertThat(RangeMessage.early(two).rangesFor(FORM)).isNull();
  }
}
