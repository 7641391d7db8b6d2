package org.partitioners.beam;

import java.util.Iterator;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.partitioners.KeyPartitioner;
import org.partitioners.skew.SkewReport;
import org.partitioners.skew.SkewSketch;

/** Combines keys to a report on their skew, by a sketch of what their coder writes. */
final class SkewFn<K> extends Combine.CombineFn<K, SkewSketch<EncodedKey>, SkewReport<K>> {
  private static final long serialVersionUID = 1;

  private final Coder<K> keyCoder;
  private final double share;
  private final KeyPartitioner<? super K> partitioner;

  SkewFn(Coder<K> keyCoder, double share, KeyPartitioner<? super K> partitioner) {
    this.keyCoder = keyCoder;
    this.share = share;
    this.partitioner = partitioner;
  }

  @Override
  public SkewSketch<EncodedKey> createAccumulator() {
    return SkewSketch.forShare(share);
  }

  @Override
  public SkewSketch<EncodedKey> addInput(SkewSketch<EncodedKey> sketch, K key) {
    EncodedKey encoded = EncodedKey.of(key, keyCoder);
    sketch.add(encoded, encoded.hash());
    return sketch;
  }

  @Override
  public SkewSketch<EncodedKey> mergeAccumulators(Iterable<SkewSketch<EncodedKey>> sketches) {
    Iterator<SkewSketch<EncodedKey>> each = sketches.iterator();
    SkewSketch<EncodedKey> merged = each.hasNext() ? each.next() : createAccumulator();
    while (each.hasNext()) {
      merged.merge(each.next());
    }
    return merged;
  }

  @Override
  public SkewReport<K> extractOutput(SkewSketch<EncodedKey> sketch) {
    return sketch.<K>mapKeys(key -> key.decode(keyCoder)).report(partitioner);
  }

  @Override
  public Coder<SkewSketch<EncodedKey>> getAccumulatorCoder(
      CoderRegistry registry, Coder<K> inputCoder) {
    return SkewSketchCoder.of();
  }

  @Override
  public Coder<SkewReport<K>> getDefaultOutputCoder(CoderRegistry registry, Coder<K> inputCoder) {
    return SkewReportCoder.of(keyCoder);
  }
}
