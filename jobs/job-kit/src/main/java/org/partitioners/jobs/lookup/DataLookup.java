package org.partitioners.jobs.lookup;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.partitioners.hadoop.Answer;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.layout.DataLine;
import org.partitioners.jobs.run.CountsByKey;
import org.partitioners.map.PartitionMap;

/** Finds what a job has written by what its map places it by, as a command line says it. */
public sealed interface DataLookup permits EventLookup, CountLookup {

  /**
   * The lines that are asked for.
   *
   * @param key what to find; null for all
   * @param from the first, null only if {@code to} is
   * @param to the one after the last
   * @throws UsageError if that is not how the data can be asked
   */
  Answer<? extends DataLine> find(@Nullable String key, @Nullable String from, @Nullable String to)
      throws IOException;

  /** The names of the columns, as they are in the files. */
  String header();

  /** How many partitions there are. */
  long partitions();

  /**
   * In the data of a folder, which its map says how to ask.
   *
   * @throws UsageError if there is no map
   */
  static DataLookup in(String folder) throws IOException {
    Path data = new Path(folder);
    PartitionMap latest = DataMaps.latest(data);
    return latest.locations().of(0).get(0).startsWith(CountsByKey.FOLDER + "/")
        ? CountLookup.in(data)
        : EventLookup.in(data);
  }
}
