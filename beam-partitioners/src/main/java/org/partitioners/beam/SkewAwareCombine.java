package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * Combines values by key like {@link Combine#perKey}, with relief for hot keys: their values are
 * combined where they are, so that few accumulators go to the one worker that owns the key.
 *
 * <pre>{@code
 * PCollection<KV<String, Long>> totals = clicks.apply(SkewAwareCombine.perKey(Sum.ofLongs()));
 * }</pre>
 *
 * <p>Each sender finds the hot keys of its own elements as they come, by a decaying count of a
 * sample; there is no second pass, and a key that becomes hot is relieved within some hundred of
 * its elements. Values of hot keys are added to accumulators, one for each key and window, which
 * leave at the end of the bundle; all others go home at once. The function's own {@code
 * mergeAccumulators} brings both together, so the way that a value took never shows in a result.
 *
 * <p><b>Totals and final panes are those of plain {@code Combine.perKey}</b> on every runner: there
 * is but one grouping, under the trigger that the input has. Where the runner evaluates triggers
 * once for a bundle, as the Direct runner does, every pane is the same, in accumulating as in
 * discarding mode, for early, on-time and late firings, for what leaves a sender in one bundle
 * arrives in one bundle. The Flink runner in streaming evaluates them for each element, and an
 * accumulator is one: under early firings after each element, 3000 values of one key came in 3001
 * panes of plain {@code Combine.perKey}, and in 57 here. What cannot be kept is refused when the
 * pipeline is built, with an {@link IllegalArgumentException}:
 *
 * <ul>
 *   <li>triggers that count more than one element ({@code AfterPane.elementCountAtLeast(10)}): they
 *       would count accumulators;
 *   <li>unbounded input with {@link TimestampCombiner#EARLIEST}, which passes over late elements:
 *       the earliest of an accumulator's may be late, and another not;
 *   <li>windows that merge (sessions): elements of one session are not known to belong together
 *       before they are home.
 * </ul>
 *
 * <p>In batch, runners combine in the sender anyway ("combiner lifting"), all keys alike: expect
 * nothing there beyond what they do. It pays in streaming, and where a runner does not lift; how
 * much depends on the size of bundles. Where accumulators themselves are many or slow to merge, in
 * bounded collections, {@link PerKey#withFanOut} spreads them.
 *
 * <p>Metrics, in the namespace of this class: {@value #COMBINED}, elements added to accumulators in
 * the sender; {@value #PASSED}, elements sent on; {@value #PARTIALS}, accumulators sent.
 */
public final class SkewAwareCombine {

  /** Counter of the elements that were combined in the sender. */
  public static final String COMBINED = "recordsCombined";

  /** Counter of the elements that were sent on as they are. */
  public static final String PASSED = "recordsPassed";

  /** Counter of the accumulators that were sent in place of elements. */
  public static final String PARTIALS = "partials";

  private static final double DEFAULT_SHARE = 1.0 / 256;
  private static final double MIN_SHARE = 1.0 / (1 << 16);
  private static final int MAX_PLACES = 1 << 16;

  private SkewAwareCombine() {}

  /**
   * Combines values by key.
   *
   * @param fn as for {@link Combine#perKey}
   */
  public static <K, V, R> PerKey<K, V, R> perKey(Combine.CombineFn<V, ?, R> fn) {
    return new PerKey<>(requireNonNull(fn, "fn"), new HotKeysInSender.AboveShare(DEFAULT_SHARE), 0);
  }

  /**
   * A {@code PTransform} that combines values by key. Immutable.
   *
   * @param <K> the type of key
   * @param <V> the type of value
   * @param <R> the type of result
   */
  public static final class PerKey<K, V, R>
      extends PTransform<PCollection<KV<K, V>>, PCollection<KV<K, R>>> {
    private static final long serialVersionUID = 1;

    private final Combine.CombineFn<V, ?, R> fn;
    private final HotKeysInSender hotKeys;

    /** 0 for none. */
    private final int places;

    private PerKey(Combine.CombineFn<V, ?, R> fn, HotKeysInSender hotKeys, int places) {
      this.fn = fn;
      this.hotKeys = hotKeys;
      this.places = places;
    }

    /**
     * With another share of a sender's elements from which on a key is hot, instead of 1/256. Each
     * sender needs some 170/share bytes.
     *
     * @param share in [2⁻¹⁶..1]
     * @throws IllegalArgumentException if the share is out of range
     */
    public PerKey<K, V, R> withHotShare(double share) {
      if (!(share >= MIN_SHARE && share <= 1)) {
        throw new IllegalArgumentException("share: " + share + " not in [" + MIN_SHARE + "..1]");
      }
      return new PerKey<>(fn, new HotKeysInSender.AboveShare(share), places);
    }

    /**
     * With the values of hot keys not combined in the sender, but in so many pieces as their shares
     * ask for, of which four make up a place's fair share of all. Shares come from a sketch of each
     * window, so the input is read twice; it must be bounded and have the default trigger, under
     * which the result is that of plain {@code Combine.perKey}.
     *
     * @param newPlaces how many workers there are, about; in [2..65536]
     * @throws IllegalArgumentException if the number is out of range
     */
    public PerKey<K, V, R> withFanOut(int newPlaces) {
      if (newPlaces < 2 || newPlaces > MAX_PLACES) {
        throw new IllegalArgumentException(
            "places: " + newPlaces + " not in [2.." + MAX_PLACES + "]");
      }
      return new PerKey<>(fn, hotKeys, newPlaces);
    }

    PerKey<K, V, R> withHotKeys(HotKeysInSender newHotKeys) {
      return new PerKey<>(fn, newHotKeys, places);
    }

    @Override
    public PCollection<KV<K, R>> expand(PCollection<KV<K, V>> input) {
      Pairs.checkKeysMaySplit(input, "Combine.perKey");
      checkTimestamps(input.getWindowingStrategy(), input.isBounded());
      return combine(input, fn);
    }

    private <A> PCollection<KV<K, R>> combine(
        PCollection<KV<K, V>> input, Combine.CombineFn<V, A, R> fn) {
      KvCoder<K, V> inputCoder = Pairs.coder(input);
      Coder<A> accumulatorCoder = accumulatorCoder(fn, input, inputCoder.getValueCoder());
      Coder<R> outputCoder = outputCoder(input, inputCoder.getValueCoder());
      return contributions(input, fn, inputCoder, accumulatorCoder)
          .apply("CombineAtHome", Combine.perKey(new HomeFn<>(fn, accumulatorCoder, outputCoder)))
          .setCoder(KvCoder.of(inputCoder.getKeyCoder(), outputCoder));
    }

    private <A> PCollection<KV<K, Contribution<V, A>>> contributions(
        PCollection<KV<K, V>> input,
        Combine.CombineFn<V, A, R> fn,
        KvCoder<K, V> coder,
        Coder<A> accumulatorCoder) {
      if (places > 0) {
        checkFanOut(input);
        return input.apply("FanOut", new FanOut<>(fn, accumulatorCoder, places));
      }
      TimestampCombiner timestamps = input.getWindowingStrategy().getTimestampCombiner();
      return input
          .apply(
              "CombineInSender",
              ParDo.of(new CombiningFn<>(fn, coder.getKeyCoder(), timestamps, hotKeys)))
          .setCoder(
              KvCoder.of(
                  coder.getKeyCoder(),
                  ContributionCoder.of(coder.getValueCoder(), accumulatorCoder)));
    }

    private static void checkFanOut(PCollection<?> input) {
      if (input.isBounded() == PCollection.IsBounded.UNBOUNDED
          || !(input.getWindowingStrategy().getTrigger() instanceof DefaultTrigger)) {
        throw new IllegalArgumentException(
            "input: "
                + input.isBounded()
                + " with the trigger "
                + input.getWindowingStrategy().getTrigger()
                + ", but fan-out needs bounded input and the default trigger, lest panes differ;"
                + " leave withFanOut out");
      }
    }

    private static void checkTimestamps(
        WindowingStrategy<?, ?> windowing, PCollection.IsBounded isBounded) {
      if (windowing.getTimestampCombiner() == TimestampCombiner.EARLIEST
          && isBounded == PCollection.IsBounded.UNBOUNDED) {
        throw new IllegalArgumentException(
            "timestamps: EARLIEST heeds only what is not late, which is not known in the sender;"
                + " use Combine.perKey, or TimestampCombiner.END_OF_WINDOW or LATEST");
      }
    }

    private static <V, A> Coder<A> accumulatorCoder(
        Combine.CombineFn<V, A, ?> fn, PCollection<?> input, Coder<V> valueCoder) {
      CoderRegistry registry = input.getPipeline().getCoderRegistry();
      try {
        return fn.getAccumulatorCoder(registry, valueCoder);
      } catch (CannotProvideCoderException e) {
        throw new IllegalArgumentException(
            "fn: no coder of its accumulators; override getAccumulatorCoder", e);
      }
    }

    private Coder<R> outputCoder(PCollection<?> input, Coder<V> valueCoder) {
      CoderRegistry registry = input.getPipeline().getCoderRegistry();
      try {
        return fn.getDefaultOutputCoder(registry, valueCoder);
      } catch (CannotProvideCoderException e) {
        throw new IllegalArgumentException(
            "fn: no coder of its results; override getDefaultOutputCoder", e);
      }
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      builder
          .add(DisplayData.item("combineFn", fn.getClass()).withLabel("Combiner"))
          .add(DisplayData.item("hotKeys", hotKeys.toString()).withLabel("Hot Keys"))
          .addIfNotDefault(DisplayData.item("fanOutPlaces", places).withLabel("Places"), 0);
    }
  }
}
