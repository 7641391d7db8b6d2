package org.partitioners.beam;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.Keys;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.HotKeys;
import org.partitioners.skew.SkewReport;

/**
 * Combines each hot key in pieces, of which it has the more the larger its share, as known from a
 * sketch of the window; what comes out are accumulators of hot keys and values of cold ones.
 */
final class FanOut<K, V, A>
    extends PTransform<PCollection<KV<K, V>>, PCollection<KV<K, Contribution<V, A>>>> {
  private static final long serialVersionUID = 1;

  /** How many pieces make up a place's fair share: enough for chance to place them evenly. */
  private static final int PIECES_PER_PLACE = 4;

  private final Combine.CombineFn<V, A, ?> fn;
  private final Coder<A> accumulatorCoder;
  private final int places;

  FanOut(Combine.CombineFn<V, A, ?> fn, Coder<A> accumulatorCoder, int places) {
    this.fn = fn;
    this.accumulatorCoder = accumulatorCoder;
    this.places = places;
  }

  @Override
  public PCollection<KV<K, Contribution<V, A>>> expand(PCollection<KV<K, V>> input) {
    KvCoder<K, V> coder = Pairs.coder(input);
    Coder<K> keyCoder = coder.getKeyCoder();
    PCollectionView<SkewReport<K>> report =
        input
            .apply("Keys", Keys.create())
            .setCoder(keyCoder)
            .apply(
                "Sketch",
                Combine.globally(
                        new SkewFn<K>(
                            keyCoder,
                            HotKeys.share(places),
                            new EncodedPartitioner<>(keyCoder, places)))
                    .asSingletonView());
    TupleTag<KV<KV<K, Integer>, V>> hot = new TupleTag<>("hot") {};
    TupleTag<KV<K, Contribution<V, A>>> cold = new TupleTag<>("cold") {};
    PCollectionTuple split =
        input.apply(
            "Salt",
            ParDo.of(new SaltFn<K, V, A>(coder, report, places, hot))
                .withSideInputs(report)
                .withOutputTags(cold, TupleTagList.of(hot)));
    KvCoder<K, Contribution<V, A>> contributions =
        KvCoder.of(keyCoder, ContributionCoder.of(coder.getValueCoder(), accumulatorCoder));
    PCollection<KV<K, Contribution<V, A>>> partials =
        split
            .get(hot)
            .setCoder(KvCoder.of(KvCoder.of(keyCoder, VarIntCoder.of()), coder.getValueCoder()))
            .apply("CombinePieces", Combine.perKey(new PartialFn<>(fn, accumulatorCoder)))
            .apply(
                "TakeSaltOff",
                MapElements.into(new TypeDescriptor<KV<K, Contribution<V, A>>>() {})
                    .via(
                        piece ->
                            KV.of(
                                piece.getKey().getKey(),
                                new Contribution.Partial<>(piece.getValue()))))
            .setCoder(contributions);
    return PCollectionList.of(split.get(cold).setCoder(contributions))
        .and(partials)
        .apply("Meet", Flatten.pCollections());
  }

  /** Combines as a function does, but for the last step. */
  private static final class PartialFn<V, A> extends Combine.CombineFn<V, A, A> {
    private static final long serialVersionUID = 1;

    private final Combine.CombineFn<V, A, ?> fn;
    private final Coder<A> accumulatorCoder;

    PartialFn(Combine.CombineFn<V, A, ?> fn, Coder<A> accumulatorCoder) {
      this.fn = fn;
      this.accumulatorCoder = accumulatorCoder;
    }

    @Override
    public A createAccumulator() {
      return fn.createAccumulator();
    }

    @Override
    public A addInput(A accumulator, V value) {
      return fn.addInput(accumulator, value);
    }

    @Override
    public A mergeAccumulators(Iterable<A> accumulators) {
      return fn.mergeAccumulators(accumulators);
    }

    @Override
    public A extractOutput(A accumulator) {
      return fn.compact(accumulator);
    }

    @Override
    public Coder<A> getAccumulatorCoder(CoderRegistry registry, Coder<V> inputCoder) {
      return accumulatorCoder;
    }

    @Override
    public Coder<A> getDefaultOutputCoder(CoderRegistry registry, Coder<V> inputCoder) {
      return accumulatorCoder;
    }
  }

  private static final class SaltFn<K, V, A> extends DoFn<KV<K, V>, KV<K, Contribution<V, A>>> {
    private static final long serialVersionUID = 1;

    private final KvCoder<K, V> coder;
    private final PCollectionView<SkewReport<K>> report;
    private final int places;
    private final TupleTag<KV<KV<K, Integer>, V>> hot;

    /** For the windows of a bundle: the split keys. */
    private transient Map<BoundedWindow, Map<Object, Pieces>> splits = new HashMap<>();

    SaltFn(
        KvCoder<K, V> coder,
        PCollectionView<SkewReport<K>> report,
        int places,
        TupleTag<KV<KV<K, Integer>, V>> hot) {
      this.coder = coder;
      this.report = report;
      this.places = places;
      this.hot = hot;
    }

    @StartBundle
    public void start() {
      splits = new HashMap<>();
    }

    @ProcessElement
    public void salt(ProcessContext context, BoundedWindow window) {
      KV<K, V> element = context.element();
      Pieces pieces =
          splits
              .computeIfAbsent(window, w -> split(context.sideInput(report)))
              .get(coder.getKeyCoder().structuralValue(element.getKey()));
      if (pieces == null) {
        context.output(KV.of(element.getKey(), new Contribution.Value<>(element.getValue())));
      } else {
        int piece = pieces.next(element, coder, context.timestamp(), window);
        context.output(hot, KV.of(KV.of(element.getKey(), piece), element.getValue()));
      }
    }

    private Map<Object, Pieces> split(SkewReport<K> current) {
      Map<Object, Pieces> split = new HashMap<>();
      for (HeavyHitter<K> hitter : current.heavyHitters()) {
        double share = (double) hitter.upperBound() / current.records();
        int pieces = (int) Math.ceil(PIECES_PER_PLACE * places * share);
        if (pieces > 1) {
          split.put(coder.getKeyCoder().structuralValue(hitter.key()), new Pieces(pieces));
        }
      }
      return split;
    }
  }
}
