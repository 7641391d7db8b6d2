package org.partitioners.examples.beam;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.partitioners.beam.GlobalSort;
import org.partitioners.beam.RangePartition;

/**
 * Divides words into alphabetic ranges of equal size, though nobody knows beforehand how words are
 * spread over the alphabet, and though one word may be most of them.
 */
public final class SortByEvenRanges {
  private SortByEvenRanges() {}

  /** Words keyed by their range. */
  static PCollection<KV<Integer, String>> ranges(PCollection<String> words) {
    return words.apply(RangePartition.<String>of(4).keyed());
  }

  /** Records in the order of a key, in shards that each fit into memory. */
  static PCollection<KV<Integer, Iterable<KV<String, Long>>>> sort(
      PCollection<KV<String, Long>> counts) {
    return counts.apply(GlobalSort.by(KV::getKey, StringUtf8Coder.of(), 4));
  }

  public static void main(String[] args) {
    Pipeline pipeline = Pipeline.create();
    ranges(pipeline.apply(Create.of("to", "be", "or", "not", "to", "be", "that", "is")))
        .apply(MapElements.into(TypeDescriptors.voids()).via(Printed::line));
    pipeline.run().waitUntilFinish();
  }
}
