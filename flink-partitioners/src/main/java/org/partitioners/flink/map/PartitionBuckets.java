package org.partitioners.flink.map;

import static java.util.Objects.requireNonNull;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.jspecify.annotations.Nullable;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionTurns;

/**
 * Buckets of a {@code FileSink} that are the partitions of a {@link PartitionMap}: each record goes
 * to the first location of its key's partition, and those of a salted key to its partitions in
 * turn, for each subtask. So the map tells where each key is, once it is {@linkplain PublishedMaps
 * published}.
 *
 * <pre>{@code
 * FileSink.forRowFormat(new Path(folder), new SimpleStringEncoder<User>())
 *     .withBucketAssigner(PartitionBuckets.by(User::name, map, String.class))
 *     .build();
 * }</pre>
 *
 * <p>A subtask has a file open for each partition that it writes to: key the stream by the same
 * partitioner before, if one subtask can write a hot key alone. O(1) beyond the partitioner; the
 * paths of partitions written to are kept.
 *
 * <p>After a failure turns start anew: what was committed stays where it is, and what is written
 * again may go to another of the key's partitions. Nothing is lost or there twice, for a record is
 * committed with the file it went to.
 *
 * @param <T> the type of record
 * @param <K> the type of its key
 */
@PublicEvolving
public final class PartitionBuckets<T, K> implements BucketAssigner<T, String> {
  private static final long serialVersionUID = 1L;

  private final KeySelector<? super T, ? extends K> selector;
  private final PartitionTurns<K> partitions;
  private final PartitionLocations locations;
  private transient @Nullable String @Nullable [] paths;

  private PartitionBuckets(
      KeySelector<? super T, ? extends K> selector,
      PartitionTurns<K> partitions,
      PartitionLocations locations) {
    this.selector = selector;
    this.partitions = partitions;
    this.locations = locations;
  }

  /**
   * The partitions of a map.
   *
   * @param selector extracts the key; serializable, never null
   * @param keys the type of the map's keys
   * @throws IllegalArgumentException if the map's partitioner cannot be made
   */
  public static <T, K> PartitionBuckets<T, K> by(
      KeySelector<? super T, ? extends K> selector, PartitionMap map, Class<K> keys) {
    return new PartitionBuckets<>(
        requireNonNull(selector, "selector"), PartitionTurns.of(map, keys), map.locations());
  }

  @Override
  public String getBucketId(T record, Context context) {
    int partition = partitions.next(key(record));
    if (paths == null) {
      paths = new @Nullable String[locations.numPartitions()];
    }
    String path = paths[partition];
    if (path == null) {
      path = locations.of(partition).get(0);
      paths[partition] = path;
    }
    return path;
  }

  private K key(T record) {
    try {
      return selector.getKey(record);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("selector: failed for a record", e);
    }
  }

  @Override
  public SimpleVersionedSerializer<String> getSerializer() {
    return SimpleVersionedStringSerializer.INSTANCE;
  }
}
