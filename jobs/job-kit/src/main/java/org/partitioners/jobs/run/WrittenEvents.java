package org.partitioners.jobs.run;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.partitioners.PartitionLoad;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.layout.DataFile;
import org.partitioners.jobs.layout.EventFile;
import org.partitioners.jobs.layout.Layout;
import org.partitioners.jobs.layout.PartitionList;
import org.partitioners.jobs.layout.Query;
import org.partitioners.jobs.layout.TimeSlices;
import org.partitioners.jobs.report.SliceLoad;

/**
 * What a run has really written, read back: every event, whether it is where its layout wants it
 * and each file is in order; what each subtask wrote of each slice of time; and how many events
 * answer each query, found without any map. Counted in the files, all of this is exact after
 * restarts too. Not thread-safe.
 */
public final class WrittenEvents {
  private final FileStore store;
  private final Layout layout;
  private final TimeSlices slices;
  private final List<Query> queries;
  private final long[][] load;
  private final long[] matching;
  private final TreeMap<Integer, List<DataFile>> files = new TreeMap<>();
  private long events;
  private long digest;

  private WrittenEvents(
      FileStore store, Layout layout, TimeSlices slices, List<Query> queries, int subtasks) {
    this.store = store;
    this.layout = layout;
    this.slices = slices;
    this.queries = queries;
    this.load = new long[slices.size()][subtasks];
    this.matching = new long[queries.size()];
  }

  /**
   * Reads all events in {@code folder}.
   *
   * @throws JobFailure if a file cannot be read, is not in order, or holds what it must not
   */
  public static WrittenEvents read(
      FileStore store,
      String folder,
      Layout layout,
      TimeSlices slices,
      List<Query> queries,
      int subtasks) {
    WrittenEvents written = new WrittenEvents(store, layout, slices, queries, subtasks);
    try {
      if (store.find(folder) != null) {
        written.readFolder(folder, "");
      }
    } catch (IOException unreadable) {
      throw JobFailure.because("cannot read back " + FileStore.shown(folder), unreadable);
    }
    return written;
  }

  private void readFolder(String folder, String name) throws IOException {
    for (FileStore.Entry child : store.list(folder)) {
      String childName = child.name();
      if (child.isFolder()) {
        readFolder(child.path(), name.isEmpty() ? childName : name + "/" + childName);
      } else if (childName.startsWith(CsvTable.PREFIX)) {
        // Hidden files are what a failed attempt left behind, uncommitted and cut anywhere.
        readFile(child, name);
      }
    }
  }

  private void readFile(FileStore.Entry entry, String partitionName) throws IOException {
    String path = partitionName + "/" + entry.name();
    Comparator<Event> order = layout.order().comparator();
    DataFile.Statistics statistics = new DataFile.Statistics();
    int partition = -1;
    @Nullable Event before = null;
    try (EventFile file = EventFile.open(store, entry.path())) {
      for (Event event = file.next(); event != null; event = file.next()) {
        int found = layout.partition(event.key(), event.timestamp());
        if (found != partition && !layout.name(found).equals(partitionName)) {
          throw new JobFailure(path + ": holds " + event + " of partition " + layout.name(found));
        }
        if (before != null && order.compare(before, event) > 0) {
          throw new JobFailure(path + ": is not in order: " + event + " comes after " + before);
        }
        partition = found;
        before = event;
        statistics.add(event);
        count(event, layout.subtask(found));
      }
    }
    if (statistics.rows() > 0) {
      files
          .computeIfAbsent(partition, absent -> new ArrayList<>())
          .add(statistics.file(path, entry.bytes()));
    }
  }

  private void count(Event event, int subtask) {
    events++;
    digest += CountsDigest.ofOne(event.timestamp(), event.key());
    load[slices.of(event.timestamp())][subtask]++;
    for (int query = 0; query < matching.length; query++) {
      if (queries.get(query).matches(event)) {
        matching[query]++;
      }
    }
  }

  /** How many events there are. */
  public long events() {
    return events;
  }

  /** Their digest, in any order. */
  public long digest() {
    return digest;
  }

  /** What each subtask wrote of each slice. */
  public List<SliceLoad> load() {
    List<SliceLoad> loads = new ArrayList<>();
    for (int slice = 0; slice < load.length; slice++) {
      loads.add(
          new SliceLoad(Instant.ofEpochMilli(slices.start(slice)), PartitionLoad.of(load[slice])));
    }
    return loads;
  }

  /** How many rows a query's answer has, by its place in the list. */
  public long rows(int query) {
    return queries.get(query).rows(matching[query]);
  }

  /** Which partition holds what. */
  public PartitionList list(String strategy) {
    List<PartitionList.Partition> partitions = new ArrayList<>();
    files.forEach(
        (partition, ofPartition) -> {
          ofPartition.sort(Comparator.comparingLong(DataFile::first).thenComparing(DataFile::path));
          partitions.add(
              new PartitionList.Partition(
                  layout.name(partition),
                  layout.subtask(partition),
                  layout.contents(partition),
                  ofPartition));
        });
    return new PartitionList(strategy, layout.order(), partitions);
  }
}
