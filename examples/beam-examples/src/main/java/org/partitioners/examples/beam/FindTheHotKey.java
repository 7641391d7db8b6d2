package org.partitioners.examples.beam;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.partitioners.beam.DetectSkew;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.SkewReport;

/** Tells which keys are hot, and what a grouping by key suffers from them. */
public final class FindTheHotKey {
  private FindTheHotKey() {}

  /** A report for each window, on a grouping over 64 places. */
  static PCollection<SkewReport<String>> report(PCollection<KV<String, Long>> views) {
    return views.apply(DetectSkew.<String, Long>perKey().withParallelism(64));
  }

  /** The keys that are too frequent for any place. */
  static PCollection<HeavyHitter<String>> hot(PCollection<SkewReport<String>> reports) {
    return reports.apply(DetectSkew.heavyHitters());
  }

  public static void main(String[] args) {
    Pipeline pipeline = Pipeline.create();
    report(pipeline.apply(Create.of(Map.of("celebrity", 9L, "alice", 1L))))
        .apply(MapElements.into(TypeDescriptors.voids()).via(Printed::line));
    pipeline.run().waitUntilFinish();
  }
}
