package org.partitioners.beam;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.values.KV;
import org.partitioners.skew.SkewSketch;

/** Combines the keys of both sides, each with its side's number, to a plan. */
final class JoinPlanFn<K>
    extends Combine.CombineFn<
        KV<Integer, K>, KV<SkewSketch<EncodedKey>, SkewSketch<EncodedKey>>, JoinPlan> {
  private static final long serialVersionUID = 1;

  static final int LEFT = 0;
  static final int RIGHT = 1;

  private final Coder<K> keyCoder;
  private final double share;
  private final JoinSizing sizing;

  JoinPlanFn(Coder<K> keyCoder, double share, JoinSizing sizing) {
    this.keyCoder = keyCoder;
    this.share = share;
    this.sizing = sizing;
  }

  @Override
  public KV<SkewSketch<EncodedKey>, SkewSketch<EncodedKey>> createAccumulator() {
    return KV.of(SkewSketch.forShare(share), SkewSketch.forShare(share));
  }

  @Override
  public KV<SkewSketch<EncodedKey>, SkewSketch<EncodedKey>> addInput(
      KV<SkewSketch<EncodedKey>, SkewSketch<EncodedKey>> sketches, KV<Integer, K> key) {
    EncodedKey encoded = EncodedKey.of(key.getValue(), keyCoder);
    SkewSketch<EncodedKey> side = key.getKey() == LEFT ? sketches.getKey() : sketches.getValue();
    side.add(encoded, encoded.hash());
    return sketches;
  }

  @Override
  public KV<SkewSketch<EncodedKey>, SkewSketch<EncodedKey>> mergeAccumulators(
      Iterable<KV<SkewSketch<EncodedKey>, SkewSketch<EncodedKey>>> accumulators) {
    KV<SkewSketch<EncodedKey>, SkewSketch<EncodedKey>> merged = createAccumulator();
    for (KV<SkewSketch<EncodedKey>, SkewSketch<EncodedKey>> sketches : accumulators) {
      merged.getKey().merge(sketches.getKey());
      merged.getValue().merge(sketches.getValue());
    }
    return merged;
  }

  @Override
  public JoinPlan extractOutput(KV<SkewSketch<EncodedKey>, SkewSketch<EncodedKey>> sketches) {
    return sizing.plan(sketches.getKey(), sketches.getValue());
  }

  @Override
  public Coder<KV<SkewSketch<EncodedKey>, SkewSketch<EncodedKey>>> getAccumulatorCoder(
      CoderRegistry registry, Coder<KV<Integer, K>> inputCoder) {
    return KvCoder.of(SkewSketchCoder.of(), SkewSketchCoder.of());
  }

  @Override
  public Coder<JoinPlan> getDefaultOutputCoder(
      CoderRegistry registry, Coder<KV<Integer, K>> inputCoder) {
    return JoinPlanCoder.of();
  }
}
