package org.partitioners.examples.beam;

import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.partitioners.beam.Placement;
import org.partitioners.beam.SkewedJoin;

/** Joins views with their pages though one page has most of the views. */
public final class JoinWithAHotKey {
  private JoinWithAHotKey() {}

  /** Views of pages that are known. */
  static PCollection<KV<String, KV<Long, String>>> known(
      PCollection<KV<String, Long>> views, PCollection<KV<String, String>> pages) {
    return views.apply(SkewedJoin.<String, Long, String>inner(pages));
  }

  /** All views, and all pages: either may be without the other. */
  static PCollection<KV<String, KV<Optional<Long>, Optional<String>>>> all(
      PCollection<KV<String, Long>> views, PCollection<KV<String, String>> pages) {
    return views.apply(
        "All",
        SkewedJoin.<String, Long, String>fullOuter(pages).withMaxValues(5_000).withPlaces(64));
  }

  /** With pieces that go round the two slots of a Flink runner. */
  static PCollection<KV<String, KV<Long, Optional<String>>>> onFlink(
      PCollection<KV<String, Long>> views, PCollection<KV<String, String>> pages) {
    return views.apply(
        "OnFlink",
        SkewedJoin.<String, Long, String>leftOuter(pages)
            .withBroadcastBelow(0)
            .withPlacement(Placement.flinkBatch(2)));
  }

  /** Nothing is counted: the hot key is known, and goes in thirty pieces. */
  static PCollection<KV<String, KV<Long, String>>> told(
      PCollection<KV<String, Long>> views, PCollection<KV<String, String>> pages) {
    return views.apply(
        "Told", SkewedJoin.<String, Long, String>inner(pages).withHotKey("celebrity", 30, 1));
  }

  public static void main(String[] args) {
    Pipeline pipeline = Pipeline.create();
    PCollection<KV<String, Long>> views =
        pipeline.apply("Views", Create.of(List.of(KV.of("celebrity", 2L), KV.of("other", 3L))));
    PCollection<KV<String, String>> pages =
        pipeline.apply("Pages", Create.of(List.of(KV.of("celebrity", "A page"))));
    all(views, pages).apply(MapElements.into(TypeDescriptors.voids()).via(Printed::line));
    pipeline.run().waitUntilFinish();
  }
}
