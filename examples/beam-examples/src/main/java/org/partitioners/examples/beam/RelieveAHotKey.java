package org.partitioners.examples.beam;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.partitioners.beam.SkewAwareCombine;
import org.partitioners.beam.SkewAwareGroup;

/** Sums and groups by key though one key has most of the values. */
public final class RelieveAHotKey {
  private RelieveAHotKey() {}

  /** The result of {@code Combine.perKey}, without the hot spot. */
  static PCollection<KV<String, Long>> sum(PCollection<KV<String, Long>> views) {
    return views.apply(SkewAwareCombine.perKey(Sum.ofLongs()));
  }

  /** The same for a bounded collection, by a second shuffle: for accumulators slow to merge. */
  static PCollection<KV<String, Long>> sumWithFanOut(PCollection<KV<String, Long>> views) {
    return views.apply(
        "FanOut", SkewAwareCombine.<String, Long, Long>perKey(Sum.ofLongs()).withFanOut(8));
  }

  /** For work that needs no key whole: pieces of at most a thousand values. */
  static PCollection<KV<String, Iterable<Long>>> group(PCollection<KV<String, Long>> views) {
    return views.apply(SkewAwareGroup.<String, Long>perKey().withMaxValues(1_000));
  }

  public static void main(String[] args) {
    Pipeline pipeline = Pipeline.create();
    sum(pipeline.apply(Create.of(List.of(KV.of("celebrity", 2L), KV.of("celebrity", 3L)))))
        .apply(MapElements.into(TypeDescriptors.voids()).via(Printed::line));
    pipeline.run().waitUntilFinish();
  }
}
