package org.partitioners.jobs.lookup;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.partitioners.hadoop.Answer;
import org.partitioners.hadoop.HadoopPartitionMaps;
import org.partitioners.hadoop.PartitionedReader;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.run.FileStore;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/** The partition maps beside the data of a strategy, by which others find it. */
public final class DataMaps {
  private static final String HADOOP = "org.apache.hadoop.fs.FileSystem";
  private static final String FOLDER = "maps";

  private DataMaps() {}

  /** Why there can be no maps in a folder; null if there can. */
  public static @Nullable String obstacle(String folder) {
    try {
      Class.forName(HADOOP, false, DataMaps.class.getClassLoader());
    } catch (ClassNotFoundException absent) {
      return "Hadoop is not on the class path; name its jars in HADOOP_CLASSPATH";
    }
    return Access.obstacle(folder);
  }

  /** What needs Hadoop to be loaded. */
  private static final class Access {
    static @Nullable String obstacle(String folder) {
      try {
        HadoopPartitionMaps.in(new Path(folder, FOLDER), new Configuration());
        return null;
      } catch (IOException | RuntimeException unknown) {
        return String.valueOf(unknown.getMessage());
      }
    }
  }

  /** The maps of the data in a folder. */
  static PartitionMapStore in(Path data) throws IOException {
    return HadoopPartitionMaps.in(new Path(data, FOLDER), new Configuration());
  }

  /**
   * The latest map of the data in a folder.
   *
   * @throws UsageError if there is no such folder, or no map in it
   */
  static PartitionMap latest(Path data) throws IOException {
    String shown = FileStore.shown(data.toString());
    if (!data.getFileSystem(new Configuration()).exists(data)) {
      throw new UsageError("--data: " + shown + " does not exist");
    }
    return in(data)
        .latest()
        .orElseThrow(
            () ->
                new UsageError(
                    "--data: "
                        + shown
                        + " has no partition map; name a strategy's folder, OUTPUT/STRATEGY"));
  }

  /** How many partitions all maps of a folder name that are still kept. */
  static long partitions(Path data) throws IOException {
    Set<String> paths = new HashSet<>();
    for (PartitionMap map : in(data).history()) {
      for (int partition = 0; partition < map.locations().numPartitions(); partition++) {
        paths.addAll(map.locations().of(partition));
      }
    }
    return paths.size();
  }

  /**
   * What a reader has from one key to another.
   *
   * @throws UsageError if they are in the wrong order
   */
  static <K, R> Answer<R> range(
      PartitionedReader<K, R> reader, Comparator<? super K> order, K from, K to)
      throws IOException {
    if (order.compare(from, to) > 0) {
      throw new UsageError("--from: is after --to; swap them");
    }
    return reader.range(from, to);
  }

  /**
   * Publishes where data is, once all is there.
   *
   * @param files make the folders of the partitions
   * @param folder of the data, with neither maps nor any other reader so far
   * @param maps of ascending epochs, the first 1
   * @throws JobFailure if they cannot be written
   */
  public static void publish(FileStore files, String folder, List<PartitionMap> maps) {
    try {
      PartitionMapStore store = in(new Path(folder));
      for (PartitionMap map : maps) {
        for (int partition = 0; partition < map.locations().numPartitions(); partition++) {
          for (String path : map.locations().of(partition)) {
            // A partition without data is there too: so a reader knows one that was lost.
            files.makeFolders(folder + "/" + path);
          }
        }
        store.publish(map);
      }
    } catch (IOException | IllegalArgumentException failed) {
      throw JobFailure.because(
          "cannot publish the map of " + FileStore.shown(folder) + " in " + FOLDER, failed);
    }
  }
}
