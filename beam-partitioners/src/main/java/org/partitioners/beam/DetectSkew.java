package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;
import org.partitioners.KeyPartitioner;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.HotKeys;
import org.partitioners.skew.SkewReport;

/**
 * Reports how skewed a collection's keys are: what a grouping by them suffers, which keys are to
 * blame, and what would help.
 *
 * <pre>{@code
 * PCollection<SkewReport<String>> reports =
 *     clicks.apply(DetectSkew.<String, Click>perKey().withParallelism(64));
 * PCollection<HeavyHitter<String>> hot = reports.apply(DetectSkew.heavyHitters());
 * }</pre>
 *
 * <p>There is a report for each window that has elements and, if the trigger fires more than once,
 * for each pane: of all elements so far when accumulating, of the new ones when discarding. It is
 * derived from a sketch (see {@link org.partitioners.skew.SkewSketch}) with the same numbers that
 * the other engines' detectors give for the same records and partitioner. Sketches are combined in
 * the sender wherever the runner combines there.
 *
 * <p>Keys are told apart by what their coder writes, so the coder must be deterministic. Beam does
 * not tell where runners place keys: unless told by {@link Detect#withPartitioner}, places are
 * predicted for a placement by hash, even if not the runner's own.
 *
 * <p>Each report shows in metrics, distributions in the namespace of this class: {@code
 * skew.records}, {@code skew.hotKeys}, {@code skew.hottestKeySharePermille} and {@code
 * skew.predictedMaxOverMeanPercent}; whole numbers are all that Beam's metrics hold.
 */
public final class DetectSkew {
  private static final int DEFAULT_PARALLELISM = 16;
  private static final int MAX_PARALLELISM = 1 << 16;
  private static final double MIN_SHARE = HotKeys.share(MAX_PARALLELISM);

  private DetectSkew() {}

  /**
   * Reports on the keys of key-value pairs, for 16 places.
   *
   * @see Detect
   */
  public static <K, V> Detect<KV<K, V>, K> perKey() {
    return new Detect<>(new KeyOfPair<>(), DEFAULT_PARALLELISM, 0, null);
  }

  /**
   * Reports on elements, each of which is a key, for 16 places.
   *
   * @see Detect
   */
  public static <K> Detect<K, K> globally() {
    return new Detect<>(new ElementAsKey<>(), DEFAULT_PARALLELISM, 0, null);
  }

  /** The heavy hitters of reports, one element each. */
  public static <K>
      PTransform<PCollection<SkewReport<K>>, PCollection<HeavyHitter<K>>> heavyHitters() {
    return new Hitters<>();
  }

  /** Where keys are, and their coder. */
  private sealed interface KeySource<T, K> extends SerializableFunction<T, K> {
    Coder<K> coder(PCollection<T> input);
  }

  private record KeyOfPair<K, V>() implements KeySource<KV<K, V>, K> {
    @Override
    public K apply(KV<K, V> pair) {
      return pair.getKey();
    }

    @Override
    public Coder<K> coder(PCollection<KV<K, V>> input) {
      return Pairs.coder(input).getKeyCoder();
    }
  }

  private record ElementAsKey<K>() implements KeySource<K, K> {
    @Override
    public K apply(K element) {
      return element;
    }

    @Override
    public Coder<K> coder(PCollection<K> input) {
      return input.getCoder();
    }
  }

  /**
   * A {@code PTransform} from a collection to reports on its skew. Immutable.
   *
   * @param <T> the type of element
   * @param <K> the type of key
   */
  public static final class Detect<T, K>
      extends PTransform<PCollection<T>, PCollection<SkewReport<K>>> {
    private static final long serialVersionUID = 1;

    private final KeySource<T, K> keys;
    private final int parallelism;

    /** 0 stands for that of the parallelism. */
    private final double share;

    private final @Nullable KeyPartitioner<? super K> partitioner;

    private Detect(
        KeySource<T, K> keys,
        int parallelism,
        double share,
        @Nullable KeyPartitioner<? super K> partitioner) {
      this.keys = keys;
      this.parallelism = parallelism;
      this.share = share;
      this.partitioner = partitioner;
    }

    /**
     * With so many places, over which keys are spread by hash. It takes the place of any {@link
     * #withPartitioner} before it.
     *
     * @param newParallelism in [1..65536]
     * @throws IllegalArgumentException if the number is out of range
     */
    public Detect<T, K> withParallelism(int newParallelism) {
      if (newParallelism < 1 || newParallelism > MAX_PARALLELISM) {
        throw new IllegalArgumentException(
            "parallelism: " + newParallelism + " not in [1.." + MAX_PARALLELISM + "]");
      }
      return new Detect<>(keys, newParallelism, share, null);
    }

    /**
     * With the places, and as many, that a partitioner gives to keys. It takes the place of any
     * {@link #withParallelism} before it.
     *
     * @param newPartitioner of at most 65536 partitions
     * @throws IllegalArgumentException if it has more partitions
     */
    public Detect<T, K> withPartitioner(KeyPartitioner<? super K> newPartitioner) {
      requireNonNull(newPartitioner, "newPartitioner");
      Detect<T, K> resized = withParallelism(newPartitioner.numPartitions());
      return new Detect<>(keys, resized.parallelism, share, newPartitioner);
    }

    /**
     * With another share of the elements from which on a key is a heavy hitter, instead of {@link
     * HotKeys#share(int)}. Memory is in proportion to its inverse.
     *
     * @param newShare in [2⁻²¹..1]
     * @throws IllegalArgumentException if the share is out of range
     */
    public Detect<T, K> withShare(double newShare) {
      if (!(newShare >= MIN_SHARE && newShare <= 1)) {
        throw new IllegalArgumentException("share: " + newShare + " not in [" + MIN_SHARE + "..1]");
      }
      return new Detect<>(keys, parallelism, newShare, partitioner);
    }

    @Override
    public PCollection<SkewReport<K>> expand(PCollection<T> input) {
      Coder<K> keyCoder = keys.coder(input);
      Pairs.checkDeterministic(keyCoder);
      return input
          .apply("Keys", MapElements.into(new TypeDescriptor<K>() {}).via(keys))
          .setCoder(keyCoder)
          .apply("Sketch", Combine.globally(fn(keyCoder)).withoutDefaults())
          .apply("Publish", ParDo.of(new PublishFn<K>()))
          .setCoder(SkewReportCoder.of(keyCoder));
    }

    SkewFn<K> fn(Coder<K> keyCoder) {
      return new SkewFn<>(
          keyCoder,
          share > 0 ? share : HotKeys.share(parallelism),
          partitioner == null ? new EncodedPartitioner<>(keyCoder, parallelism) : partitioner);
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      builder
          .add(DisplayData.item("parallelism", parallelism).withLabel("Places"))
          .add(
              DisplayData.item("share", share > 0 ? share : HotKeys.share(parallelism))
                  .withLabel("Share of a Heavy Hitter"))
          .addIfNotNull(
              DisplayData.item(
                      "partitioner", partitioner == null ? null : partitioner.fingerprint())
                  .withLabel("Partitioner"));
    }
  }

  private static final class PublishFn<K> extends DoFn<SkewReport<K>, SkewReport<K>> {
    private final Distribution records = Metrics.distribution(DetectSkew.class, "skew.records");
    private final Distribution hotKeys = Metrics.distribution(DetectSkew.class, "skew.hotKeys");
    private final Distribution hottest =
        Metrics.distribution(DetectSkew.class, "skew.hottestKeySharePermille");
    private final Distribution predicted =
        Metrics.distribution(DetectSkew.class, "skew.predictedMaxOverMeanPercent");

    @ProcessElement
    public void publish(@Element SkewReport<K> report, OutputReceiver<SkewReport<K>> out) {
      records.update(report.records());
      hotKeys.update(report.heavyHitters().size());
      hottest.update(Math.round(1000 * report.firstShare()));
      predicted.update(Math.round(100 * report.predictedMaxOverMean()));
      out.output(report);
    }
  }

  private static final class Hitters<K>
      extends PTransform<PCollection<SkewReport<K>>, PCollection<HeavyHitter<K>>> {
    @Override
    public PCollection<HeavyHitter<K>> expand(PCollection<SkewReport<K>> reports) {
      if (!(reports.getCoder() instanceof SkewReportCoder<K> coder)) {
        throw new IllegalArgumentException(
            "reports: their coder " + reports.getCoder() + " is no SkewReportCoder; set one");
      }
      return reports
          .apply("Each", ParDo.of(new HittersFn<K>()))
          .setCoder(HeavyHitterCoder.of(coder.keyCoder()));
    }
  }

  private static final class HittersFn<K> extends DoFn<SkewReport<K>, HeavyHitter<K>> {
    @ProcessElement
    public void each(@Element SkewReport<K> report, OutputReceiver<HeavyHitter<K>> out) {
      report.heavyHitters().forEach(out::output);
    }
  }
}
