package org.partitioners.jobs.flink;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.partitioners.hadoop.HadoopPartitionMaps;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.layout.LookUp;
import org.partitioners.jobs.run.FileStore;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/** The partition maps beside the events of a strategy, by which others find them. */
final class DataMaps {
  private static final String HADOOP = "org.apache.hadoop.fs.FileSystem";
  private static final String FOLDER = "maps";

  private DataMaps() {}

  /** Whether there is a Hadoop to write and read them with. */
  static boolean areThere() {
    try {
      Class.forName(HADOOP, false, DataMaps.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
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
                        + " has no partition map; name a strategy's folder, OUTPUT/STRATEGY: one of"
                        + " range-static, range-dynamic, compound, salted"));
  }

  /**
   * Publishes where the events of a strategy are, once all are there.
   *
   * @throws JobFailure if it cannot be written
   */
  static void publish(OutputFolder output, String strategy, LookUp lookUp) {
    try {
      for (String name : lookUp.names()) {
        // A partition without events is there too: so a reader knows one that was lost.
        output.files().makeFolders(output.events(strategy) + "/" + name);
      }
      Path maps = new Path(output.maps(strategy));
      PartitionLocations locations =
          PartitionLocations.listed(lookUp.names().stream().map(name -> "events/" + name).toList());
      HadoopPartitionMaps.in(maps, new Configuration())
          .publish(PartitionMap.first(lookUp.partitioner(), locations));
    } catch (IOException | IllegalArgumentException failed) {
      throw JobFailure.because(
          strategy + ": cannot publish the map in " + FileStore.shown(output.maps(strategy)),
          failed);
    }
  }
}
