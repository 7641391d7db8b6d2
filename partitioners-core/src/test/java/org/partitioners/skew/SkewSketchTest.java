package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.KeyPartitioner;
import org.partitioners.PartitionLoad;

class SkewSketchTest {

  private static final int KEYS = 200_000;
  private static final int RECORDS = 500_000;

  private final int[] exact = new int[KEYS];

  /** Places keys by their hash, all places being alike to it. */
  private record ByHash(int numPartitions) implements KeyPartitioner<Integer> {
    @Override
    public int partition(Integer key) {
      return HashMix.choice(hash(key), 0, numPartitions);
    }
  }

  private static long hash(int key) {
    return HashMix.draw(key, 7);
  }

  private static IntSupplier zipf(double z) {
    SplittableRandom random = new SplittableRandom(21);
    ZipfKeys zipf = new ZipfKeys(KEYS, z);
    return () -> zipf.next(random);
  }

  /** One key with a share of its own, all others alike. */
  private static IntSupplier celebrity(double share) {
    SplittableRandom random = new SplittableRandom(22);
    return () -> random.nextDouble() < share ? 0 : 1 + random.nextInt(KEYS - 1);
  }

  /** The keys drawn, in so many sketches by turns, merged; {@link #exact} has their counts. */
  private SkewSketch<Integer> sketch(IntSupplier keys, int places, int parts) {
    SkewSketch<Integer> merged = SkewSketch.forPlaces(places);
    for (int part = 0; part < parts; part++) {
      SkewSketch<Integer> sketch = SkewSketch.forPlaces(places);
      for (int i = 0; i < RECORDS / parts; i++) {
        int key = keys.getAsInt();
        exact[key]++;
        sketch.add(key, hash(key));
      }
      merged.merge(sketch);
    }
    return merged;
  }

  private PartitionLoad exactLoad(KeyPartitioner<Integer> keyBy) {
    long[] counts = new long[keyBy.numPartitions()];
    for (int key = 0; key < KEYS; key++) {
      counts[keyBy.partition(key)] += exact[key];
    }
    return PartitionLoad.of(counts);
  }

  @ParameterizedTest
  @CsvSource({
    "0.8, 2, 1",
    "0.8, 10, 1",
    "0.8, 50, 4",
    "0.8, 100, 1",
    "0.8, 100, 8",
    "1.0, 2, 4",
    "1.0, 20, 1",
    "1.0, 100, 4",
    "1.2, 2, 1",
    "1.2, 5, 8",
    "1.2, 50, 1",
    "1.2, 100, 8",
    "1.6, 2, 1",
    "1.6, 10, 4",
    "1.6, 100, 1",
    "2.0, 2, 8",
    "2.0, 20, 1",
    "2.0, 100, 1",
    "2.0, 100, 8"
  })
  void reportsAllHeavyHittersAndNoneBelowHalfOfTheShare(double z, int places, int parts) {
    SkewSketch<Integer> sketch = sketch(zipf(z), places, parts);
    SkewReport<Integer> report = sketch.report(new ByHash(places));

    double threshold = HotKeys.share(places) * report.records();
    assertThat(report.heavyHitters())
        .allSatisfy(
            hitter -> {
              assertThat((long) exact[hitter.key()])
                  .isBetween(hitter.lowerBound(), hitter.upperBound());
              assertThat(exact[hitter.key()]).isGreaterThanOrEqualTo((int) (threshold / 2));
            })
        .isSortedAccordingTo((a, b) -> Long.compare(b.lowerBound(), a.lowerBound()));
    var reported = report.heavyHitters().stream().map(HeavyHitter::key).toList();
    for (int key = 0; key < KEYS; key++) {
      if (exact[key] > threshold) {
        assertThat(reported).contains(key);
      }
    }
    assertThat(report.share()).isEqualTo(HotKeys.share(places));
    assertThat(report.parallelism()).isEqualTo(places);
    assertThat(report.firstShare())
        .isEqualTo(exact[0] / (double) report.records(), within(report.share() / 2));
  }

  /**
   * As hard as it gets: nine in ten of the records have keys of their own, which push out what is
   * rare; the tenth goes to keys just above the share and as many just below half of it.
   */
  @ParameterizedTest
  @CsvSource({"2, 1", "8, 5", "20, 1", "100, 4"})
  void tellsKeysJustAboveTheShareFromKeysJustBelowHalfOfIt(int places, int parts) {
    int heavy = (int) (0.06 / HotKeys.share(places));
    long above = (long) (HotKeys.share(places) * RECORDS * 1.01) + 1;
    long below = (long) (HotKeys.share(places) * RECORDS / 2 * 0.99);
    int[] keys = new int[RECORDS];
    int size = 0;
    for (int key = 1; key <= heavy; key++) {
      for (int i = 0; i < above; i++) {
        keys[size++] = key;
      }
      for (int i = 0; i < below; i++) {
        keys[size++] = -key;
      }
    }
    for (int i = size; i < RECORDS; i++) {
      keys[i] = RECORDS + i;
    }
    SplittableRandom random = new SplittableRandom(25);
    SkewSketch<Integer> merged = SkewSketch.forPlaces(places);
    SkewSketch<Integer> part = SkewSketch.forPlaces(places);
    for (int i = 0; i < RECORDS; i++) {
      int j = i + random.nextInt(RECORDS - i);
      int key = keys[j];
      keys[j] = keys[i];
      part.add(key, hash(key));
      if ((i + 1) % (RECORDS / parts) == 0) {
        merged.merge(part);
        part = SkewSketch.forPlaces(places);
      }
    }

    assertThat(heavy).isPositive();
    assertThat(merged.records()).isEqualTo(RECORDS);
    assertThat(merged.report(new ByHash(places)).heavyHitters())
        .extracting(HeavyHitter::key)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, heavy).boxed().toList());
  }

  /** The law cut off at the keys known well, of which there are from a dozen to a thousand. */
  @ParameterizedTest
  @CsvSource({
    "0.8, 2, 1",
    "0.8, 100, 8",
    "1.0, 10, 4",
    "1.2, 2, 8",
    "1.2, 100, 1",
    "1.6, 20, 1",
    "2.0, 2, 1",
    "2.0, 100, 8"
  })
  void fitsTheExponentOfZipfsLawWithinOneHundredth(double z, int places, int parts) {
    assertThat(sketch(zipf(z), places, parts).report(new ByHash(places)).zipfExponent())
        .isEqualTo(z, within(0.01));
  }

  /** The tolerance is that of the keys too rare to be known, which do not fall evenly. */
  @ParameterizedTest
  @CsvSource({
    "0.8, 2, 1",
    "0.8, 20, 4",
    "0.8, 100, 1",
    "1.0, 10, 4",
    "1.0, 100, 8",
    "1.2, 2, 1",
    "1.2, 50, 8",
    "1.6, 10, 1",
    "1.6, 100, 8",
    "2.0, 5, 1",
    "2.0, 100, 1"
  })
  void predictsMaxOverMeanWithinTwoHundredths(double z, int places, int parts) {
    ByHash keyBy = new ByHash(places);
    SkewReport<Integer> report = sketch(zipf(z), places, parts).report(keyBy);
    double actual = exactLoad(keyBy).maxOverMean();

    assertThat(report.predictedMaxOverMean() / actual).isEqualTo(1, within(0.02));
  }

  @ParameterizedTest
  @CsvSource({"0.8, 1", "1.2, 8", "2.0, 3"})
  void estimatesDistinctKeys(double z, int parts) {
    SkewSketch<Integer> sketch = sketch(zipf(z), 10, parts);
    int distinct = 0;
    for (int count : exact) {
      distinct += count > 0 ? 1 : 0;
    }
    // Four standard errors: a false alarm in 16 000, were the seed not fixed.
    assertThat(sketch.distinctKeys()).isEqualTo(distinct, within(0.065 * distinct));
  }

  @Test
  void mergesToWhatOneSketchOfAllWouldSay() {
    SkewReport<Integer> parts = sketch(zipf(1.2), 20, 10).report(new ByHash(20));
    SkewReport<Integer> whole = sketch(zipf(1.2), 20, 1).report(new ByHash(20));

    assertThat(parts.records()).isEqualTo(whole.records());
    assertThat(parts.distinctKeys()).isEqualTo(whole.distinctKeys(), within(0.05 * KEYS));
    assertThat(parts.heavyHitters())
        .extracting(HeavyHitter::key)
        .containsExactlyElementsOf(whole.heavyHitters().stream().map(HeavyHitter::key).toList());
    assertThat(parts.zipfExponent()).isEqualTo(whole.zipfExponent(), within(0.01));
    assertThat(parts.predictedMaxOverMean()).isEqualTo(whole.predictedMaxOverMean(), within(0.02));
  }

  @Test
  void recommendsNothingForEvenTraffic() {
    SkewReport<Integer> report = sketch(celebrity(0), 8, 1).report(new ByHash(8));

    assertThat(report.heavyHitters()).isEmpty();
    assertThat(report.firstShare()).isLessThan(0.001);
    assertThat(report.zipfExponent()).isNaN();
    assertThat(report.predictedMaxOverMean()).isBetween(1.0, 1.02);
    assertThat(report.relief()).isEqualTo(ReliefAdvice.NONE);
    assertThat(report.fanOut()).isEqualTo(1);
  }

  @Test
  void recommendsToCombineACelebrityOrSpreadItWide() {
    SkewReport<Integer> report = sketch(celebrity(0.3), 8, 1).report(new ByHash(8));

    assertThat(report.heavyHitters()).extracting(HeavyHitter::key).containsExactly(0);
    assertThat(report.firstShare()).isEqualTo(0.3, within(0.005));
    // 0.3 · 8 and the eighth of what is left.
    assertThat(report.predictedMaxOverMean()).isEqualTo(3.1, within(0.05));
    assertThat(report.relief()).isEqualTo(ReliefAdvice.COMBINE);
    // Less than 0.3 / (1.1/8 − 0.7/8), were it even: 6 places.
    assertThat(report.fanOut()).isBetween(6, 8);
  }

  /** Sixteen keys of 4 % at eight places meet, but none has more than an eighth. */
  @Test
  void recommendsToPlaceKeysThatHappenToMeet() {
    SplittableRandom random = new SplittableRandom(23);
    SkewReport<Integer> report =
        sketch(() -> random.nextInt(100) < 64 ? random.nextInt(16) : random.nextInt(KEYS), 8, 1)
            .report(new ByHash(8));

    assertThat(report.heavyHitters()).hasSize(16);
    assertThat(report.zipfExponent()).isLessThan(0.05);
    assertThat(report.predictedMaxOverMean()).isGreaterThan(1.2);
    assertThat(report.relief()).isEqualTo(ReliefAdvice.PLACE);
    assertThat(report.fanOut()).isEqualTo(1);
  }

  /** Nine keys of a ninth each do not fit at eight places whole. */
  @Test
  void recommendsToSpreadKeysThatDoNotFitWhole() {
    SplittableRandom random = new SplittableRandom(24);
    SkewReport<Integer> report = sketch(() -> random.nextInt(9), 8, 1).report(new ByHash(8));

    assertThat(report.heavyHitters()).hasSize(9);
    assertThat(report.relief()).isEqualTo(ReliefAdvice.SPREAD);
    assertThat(report.fanOut()).isBetween(2, 8);
  }

  @Test
  void countsWhatIsUnknownInTheGivenProportion() {
    SkewSketch<Integer> sketch = sketch(celebrity(0), 3, 1);

    assertThat(sketch.report(new ByHash(3), PartitionLoad.of(42, 43, 43)).predictedMaxOverMean())
        .isEqualTo(43 / 128.0 * 3, within(0.01));
    assertThat(sketch.report(new ByHash(3), PartitionLoad.of(2, 1, 1)).predictedMaxOverMean())
        .isEqualTo(1.5, within(0.02));
  }

  @Test
  void anEmptySketchIsEven() {
    SkewReport<Integer> report = SkewSketch.<Integer>forPlaces(4).report(new ByHash(4));

    assertThat(report)
        .isEqualTo(
            new SkewReport<>(
                0, 0, 1 / 128.0, List.of(), 0, Double.NaN, 4, 1, ReliefAdvice.NONE, 1));
    assertThat(SkewSketch.forPlaces(4)).hasToString("SkewSketch[0 records of about 0 keys]");
  }

  @Test
  void aSinglePlaceIsAlwaysEven() {
    SkewReport<Integer> report = sketch(celebrity(0.5), 1, 1).report(new ByHash(1));

    assertThat(report.predictedMaxOverMean()).isEqualTo(1);
    assertThat(report.relief()).isEqualTo(ReliefAdvice.NONE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.8, 1.6})
  void survivesSerialization(double z) throws IOException, ClassNotFoundException {
    SkewSketch<Integer> sketch = sketch(zipf(z), 16, 2);
    SkewSketch<Integer> read = serialized(sketch);
    SkewReport<Integer> report = read.report(new ByHash(16));

    assertThat(read).hasToString(sketch.toString());
    assertThat(report.heavyHitters())
        .containsExactlyInAnyOrderElementsOf(sketch.report(new ByHash(16)).heavyHitters());
    assertThat(serialized(report)).isEqualTo(report);
    read.add(1, hash(1));
    read.merge(sketch);
    assertThat(read.records()).isEqualTo(2L * RECORDS + 1);
    assertThat(read.distinctKeys())
        .isEqualTo(sketch.distinctKeys(), within(0.05 * sketch.distinctKeys()));
  }

  @SuppressWarnings("unchecked")
  private static <T> T serialized(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @Test
  void refusesBadParameters() {
    assertThatThrownBy(() -> SkewSketch.forPlaces(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPlaces: 0 not in [1..65536]");
    assertThatThrownBy(() -> SkewSketch.forShare(1e-9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: 1.0E-9 not in [4.76837158203125E-7..1]");
    assertThatThrownBy(() -> SkewSketch.forShare(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: NaN not in [4.76837158203125E-7..1]");
    SkewSketch<Integer> sketch = SkewSketch.forPlaces(2);
    assertThatThrownBy(() -> sketch.add(null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key");
    assertThatThrownBy(() -> sketch.merge(sketch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("other: is this sketch itself");
    assertThatThrownBy(() -> sketch.merge(SkewSketch.forShare(0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("other: its share 0.5 is not 0.015625, this sketch's");
    assertThatThrownBy(() -> sketch.report(new ByHash(2), PartitionLoad.of(1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rest: has 3 partitions and the partitioner 2");
    assertThatThrownBy(() -> sketch.report(new ByHash(2), PartitionLoad.of(0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rest: at least one count must be positive");
  }

  @Test
  void mapsKeysAndKeepsTheRest() {
    SkewSketch<Integer> sketch = sketch(zipf(0.8), 16, 2);
    SkewSketch<Integer> mapped = sketch.mapKeys(key -> "k" + key).mapKeys(SkewSketchTest::number);

    assertThat(mapped).hasToString(sketch.toString());
    assertThat(mapped.heavyHitters().error()).isPositive().isEqualTo(sketch.heavyHitters().error());
    assertThat(mapped.report(new ByHash(16))).isEqualTo(sketch.report(new ByHash(16)));
    mapped.add(1, hash(1));
    assertThat(sketch.records()).isEqualTo(RECORDS);
  }

  private static Integer number(String key) {
    return Integer.valueOf(key.substring(1));
  }

  @Test
  void theLeastShareIsThatOfTheMostPlaces() {
    assertThat(SkewSketch.forPlaces(65_536).share()).isEqualTo(1.0 / (1 << 21));
    assertThat(SkewSketch.forShare(1).share()).isEqualTo(1);
  }

  @Test
  void countsEqualHashesAsOneDistinctKey() {
    SkewSketch<String> sketch = SkewSketch.forPlaces(2);
    Map.of("a", 1, "b", 1, "c", 2).forEach((key, hash) -> sketch.add(key, hash));

    assertThat(sketch.distinctKeys()).isEqualTo(2, within(0.01));
    assertThat(sketch.heavyHitters().count("a")).isEqualTo(new HeavyHitter<>("a", 1, 1));
  }
}
