package org.partitioners.jobs.lookup;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.partitioners.hadoop.Answer;
import org.partitioners.hadoop.HadoopPartitionMaps;
import org.partitioners.hadoop.PartitionedReader;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.run.FileStore;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/** The partition maps beside the data of a strategy, by which others find it. */
public final class DataMaps {
  private static final String HADOOP = "org.apache.hadoop.fs.FileSystem";
  private static final String FOLDER = "maps";
  private static final String ASIDE = "_" + FOLDER;

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

  /**
   * Why nothing of an input can be found by maps in a folder; null if it can.
   *
   * @param progress is told if there is an obstacle
   */
  public static @Nullable String obstacle(
      InputSurvey survey, String folder, ProgressLine progress) {
    String obstacle =
        survey.hasLineBreaks()
            ? "a key has a line break, and files are searched by lines"
            : obstacle(folder);
    if (obstacle != null) {
      progress.finish("maps and queries are left out: " + obstacle);
    }
    return obstacle;
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
                        + " has no partition map in "
                        + FOLDER
                        + "/; name a strategy's folder, OUTPUT/STRATEGY"));
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
    requireOrder(order.compare(from, to));
    return reader.range(from, to);
  }

  /**
   * Refuses an interval that ends before it begins.
   *
   * @param compared how the first compares with the one after the last
   * @throws UsageError if it is greater
   */
  static void requireOrder(int compared) {
    if (compared > 0) {
      throw new UsageError("--from: is after --to; swap them");
    }
  }

  /**
   * Publishes where data is, once all is there. Maps are gathered aside, in {@code _maps}, and
   * appear together: who dies before has published none of them (on object stores, which rename by
   * copying: while they do, some can be seen).
   *
   * @param files make the folders of the partitions
   * @param folder of the data, with neither maps nor any other reader so far
   * @param maps of ascending epochs, the first 1
   * @throws JobFailure if they cannot be written, or maps are there
   */
  public static void publish(FileStore files, String folder, List<PartitionMap> maps) {
    Path aside = new Path(folder, ASIDE);
    Path published = new Path(folder, FOLDER);
    try {
      FileSystem fs = published.getFileSystem(new Configuration());
      requireAbsent(fs, published);
      requireAbsent(fs, aside);
      PartitionMapStore store = HadoopPartitionMaps.in(aside, new Configuration());
      for (PartitionMap map : maps) {
        makeFolders(files, folder, map.locations());
        store.publish(map);
      }
      // HDFS would move the one folder into the other.
      requireAbsent(fs, published);
      if (!fs.rename(aside, published)) {
        throw new IOException(ASIDE + ": cannot be renamed");
      }
    } catch (IOException | IllegalArgumentException failed) {
      throw JobFailure.because(
          "cannot publish the map of " + FileStore.shown(folder) + " in " + FOLDER, failed);
    }
  }

  private static void requireAbsent(FileSystem fs, Path maps) throws IOException {
    if (fs.exists(maps)) {
      throw new IOException(
          maps.getName() + ": is there already; let each run have a folder of its own");
    }
  }

  /** A partition without data is there too: so a reader knows one that was lost. */
  private static void makeFolders(FileStore files, String folder, PartitionLocations locations)
      throws IOException {
    for (int partition = 0; partition < locations.numPartitions(); partition++) {
      for (String path : locations.of(partition)) {
        files.makeFolders(folder + "/" + path);
      }
    }
  }
}
