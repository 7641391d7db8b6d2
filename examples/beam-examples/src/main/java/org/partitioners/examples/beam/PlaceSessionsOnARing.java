package org.partitioners.examples.beam;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Keys;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Partition;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.partitioners.KeyPartitioner;
import org.partitioners.beam.PartitionBy;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;

/**
 * Places sessions on the caches of a ring: the same partitioner that the caches' clients use, in a
 * pipeline that warms them.
 */
public final class PlaceSessionsOnARing {
  private PlaceSessionsOnARing() {}

  static final KeyPartitioner<String> RING = HashPartitioners.ring(3, KeyHashers.strings());

  /** A collection for each cache. */
  static PCollectionList<String> split(PCollection<String> sessions) {
    return sessions.apply(Partition.of(RING.numPartitions(), PartitionBy.fn(RING)));
  }

  /** How many sessions each cache gets. */
  static PCollection<KV<Integer, Long>> count(PCollection<String> sessions) {
    return sessions.apply(PartitionBy.key(RING)).apply(Keys.create()).apply(Count.perElement());
  }

  public static void main(String[] args) {
    Pipeline pipeline = Pipeline.create();
    count(pipeline.apply(Create.of("alice", "bob", "carol", "dave")))
        .apply(MapElements.into(TypeDescriptors.voids()).via(Printed::line));
    pipeline.run().waitUntilFinish();
  }
}
