package org.partitioners;

import java.util.List;

/**
 * A partitioner that divides an ordered space into regions, so that what moves between two such
 * partitioners can be said exactly: see {@link PartitionChange#between(RegionPartitioner,
 * RegionPartitioner)}.
 *
 * @param <K> the type of key
 * @param <R> the type of region
 */
public interface RegionPartitioner<K, R extends Region<R>> extends KeyPartitioner<K> {

  /**
   * A region and the {@linkplain KeyPartitioner#partitionName name} of the partition it belongs to.
   */
  record Assignment<R extends Region<R>>(R region, String partition) {}

  /**
   * The whole space in ascending order, without gap or overlap; two neighbours belong to different
   * partitions. Takes time and memory linear in the number of regions.
   */
  List<Assignment<R>> regions();

  /**
   * Names the space that is divided, a hash function or an order of keys: only partitioners of one
   * space can be compared.
   */
  String space();
}
