package org.partitioners.hadoop;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Partitioner;
import org.jspecify.annotations.Nullable;
import org.partitioners.KeyPartitioner;
import org.partitioners.map.PartitionerDescription;

/**
 * Any partitioner of the library that can be described as the partitioner of a MapReduce job.
 *
 * <pre>{@code
 * CorePartitioner.use(job, HashPartitioners.jump(8, KeyHashers.strings()), WritableKeys.strings());
 * }</pre>
 *
 * <p>The job's configuration carries the description, as JSON in {@value #PARTITIONER}, and the
 * kind of keys in {@value #KEYS}; each task makes the partitioner again. To place a key costs what
 * the partitioner takes, and a copy of the key where that is no number.
 *
 * @param <K> the type of the map output's keys
 * @param <V> the type of its values, which do not matter
 */
public final class CorePartitioner<K, V> extends Partitioner<K, V> implements Configurable {

  /** The property that holds the partitioner's description. */
  public static final String PARTITIONER = "partitioners.mapreduce.partitioner";

  /** The property that says what the keys are. */
  public static final String KEYS = "partitioners.mapreduce.keys";

  private @Nullable Configuration configuration;
  private @Nullable KeyPartitioner<Object> partitioner;
  private @Nullable Function<Object, ?> toKey;

  /** For Hadoop: {@link #setConf} follows. */
  public CorePartitioner() {}

  /**
   * Makes a job partition its map output so, with as many reduce tasks as there are partitions.
   *
   * @throws IllegalArgumentException if the partitioner cannot be described
   */
  public static <K> void use(Job job, KeyPartitioner<? super K> partitioner, WritableKeys<K> keys) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try {
      DescriptionJson.write(PartitionerDescription.describe(partitioner).description(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    job.getConfiguration().set(PARTITIONER, json.toString(StandardCharsets.US_ASCII));
    job.getConfiguration().set(KEYS, keys.label());
    job.setPartitionerClass(CorePartitioner.class);
    job.setNumReduceTasks(partitioner.numPartitions());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if one of the two properties is missing or not understood
   */
  @Override
  public void setConf(Configuration newConfiguration) {
    configuration = newConfiguration;
    byte[] json = raw(newConfiguration, PARTITIONER).getBytes(StandardCharsets.UTF_8);
    try {
      partitioner = rebuilt(json);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(PARTITIONER + ": " + e.getMessage(), e);
    }
    toKey = WritableKeys.keysLabelled(raw(newConfiguration, KEYS), newConfiguration);
  }

  @SuppressWarnings("unchecked") // A key that it does not know fails when it is placed.
  private static KeyPartitioner<Object> rebuilt(byte[] json) throws IOException {
    return (KeyPartitioner<Object>)
        PartitionerDescription.described(DescriptionJson.read(json, json.length)).rebuild();
  }

  /** As it is: names of nodes may look like variables. */
  private static String raw(Configuration configuration, String property) {
    String value = configuration.getRaw(property);
    if (value == null) {
      throw new IllegalArgumentException(property + ": is not set; call CorePartitioner.use");
    }
    return value;
  }

  @Override
  public @Nullable Configuration getConf() {
    return configuration;
  }

  @Override
  public int getPartition(K key, V value, int numPartitions) {
    KeyPartitioner<Object> placing = requireNonNull(partitioner, "setConf has not been called");
    if (placing.numPartitions() != numPartitions) {
      throw new IllegalStateException(
          "numPartitions: "
              + numPartitions
              + " reduce tasks for a partitioner of "
              + placing.numPartitions()
              + " partitions; set as many");
    }
    return placing.partition(requireNonNull(toKey, "setConf has not been called").apply(key));
  }
}
