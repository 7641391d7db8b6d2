package org.partitioners.jobs.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionTurns;

/**
 * A copy of counts for those who ask for a key: in the partitions of a map, as files that are
 * sorted by key, each of as many counts as fit in memory. Made after a run, so that it does not
 * count as a part of it.
 */
public final class CountsByKey {
  /** The folder, within a strategy's, whose partitions these are. */
  public static final String FOLDER = "by-key";

  private static final int MOST_IN_MEMORY = 500_000;
  private static final Comparator<WindowCount> ORDER =
      Comparator.comparing(WindowCount::key).thenComparing(WindowCount::windowStart);

  private final FileStore files;
  private final String folder;
  private final PartitionLocations locations;
  private final PartitionTurns<String> turns;
  private final List<List<WindowCount>> inMemory;
  private int size;
  private int filesOfEach;

  private CountsByKey(FileStore files, String folder, PartitionMap map) {
    this.files = files;
    this.folder = folder;
    this.locations = map.locations();
    this.turns = PartitionTurns.of(map, String.class);
    this.inMemory =
        IntStream.range(0, locations.numPartitions())
            .<List<WindowCount>>mapToObj(partition -> new ArrayList<>())
            .toList();
  }

  /** The map of keys by their hash. */
  public static PartitionMap hashed(int partitions) {
    return PartitionMap.first(
        HashPartitioners.modulo(partitions, KeyHashers.strings()),
        PartitionLocations.of(FOLDER + "/partition={}", partitions));
  }

  /**
   * Copies.
   *
   * @param counts the folder of the counts
   * @param folder what the locations of the map are below
   * @throws JobFailure if the counts cannot be read, or the copy not be written
   */
  public static void write(FileStore files, String counts, String folder, PartitionMap map) {
    CountsByKey copy = new CountsByKey(files, folder, map);
    WrittenCounts.forEach(files, counts, copy::add);
    copy.flush();
  }

  private void add(WindowCount count) {
    inMemory.get(turns.next(count.key())).add(count);
    size++;
    if (size == MOST_IN_MEMORY) {
      flush();
    }
  }

  private void flush() {
    for (int partition = 0; partition < inMemory.size(); partition++) {
      List<WindowCount> run = inMemory.get(partition);
      if (!run.isEmpty()) {
        run.sort(ORDER);
        write(folder + "/" + locations.of(partition).get(0), run);
        run.clear();
      }
    }
    size = 0;
    filesOfEach++;
  }

  private void write(String partition, List<WindowCount> run) {
    try {
      files.makeFolders(partition);
      String file = partition + "/" + CsvTable.PREFIX + "-" + filesOfEach + ".csv";
      try (OutputStream out = files.create(file)) {
        CsvTable.Lines<WindowCount> lines = CsvTable.COUNTS.begin(out);
        run.forEach(lines::add);
        lines.flush();
      }
    } catch (IOException | UncheckedIOException failed) {
      throw JobFailure.because("cannot write " + FileStore.shown(partition), failed);
    }
  }
}
