/**
 * Partition maps and split points on any Hadoop file system, and partitioners for MapReduce.
 *
 * <p>{@link org.partitioners.hadoop.HadoopPartitionMaps} keeps the epochs of a partition map as
 * JSON files that any process can read; how it makes sure that no two publishers win an epoch
 * depends on the file system: see {@link org.partitioners.hadoop.AtomicCreate}.
 *
 * <p>{@link org.partitioners.hadoop.PartitionedReader} reads data that was written by a map, and
 * opens only the partitions that can hold the answer.
 *
 * <p>Hadoop is provided by whoever runs this: {@code hadoop-client-api} and {@code
 * hadoop-client-runtime}, and the file system's own module.
 */
@NullMarked
package org.partitioners.hadoop;

import org.jspecify.annotations.NullMarked;
