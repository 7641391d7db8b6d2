package org.partitioners.jobs.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.InputOpener;
import org.partitioners.jobs.report.QueryCost;

/**
 * Answers queries from the files of a run, through the map of its partitions, and says what that
 * cost. It opens only files that can hold a part of the answer, by their partition's rules and by
 * their own first and last times and sensors; for the latest of a sensor, the latest files first,
 * until no other can hold a later one. Each file is read from its beginning, and no further than
 * its order demands. Not thread-safe.
 */
public final class QueryReader {
  private final PartitionMap map;
  private final InputOpener opener;
  private final String root;

  /**
   * @param root the folder that the map's paths are below
   */
  public QueryReader(PartitionMap map, InputOpener opener, String root) {
    this.map = map;
    this.opener = opener;
    this.root = root;
  }

  private record Candidate(int partition, DataFile file) {}

  /** Answers a query. */
  public QueryCost read(Query query) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < map.partitions().size(); i++) {
      PartitionMap.Partition partition = map.partitions().get(i);
      if (partition.contents().mayHold(query)) {
        for (DataFile file : partition.files()) {
          if (file.mayHold(query)) {
            candidates.add(new Candidate(i, file));
          }
        }
      }
    }
    candidates.sort(Comparator.comparingLong((Candidate c) -> c.file.last()).reversed());
    Answer answer = new Answer(query);
    Set<Integer> partitions = new HashSet<>();
    long bytes = 0;
    for (Candidate candidate : candidates) {
      if (answer.isComplete(candidate.file)) {
        break;
      }
      partitions.add(candidate.partition);
      bytes += read(candidate.file, query, answer);
    }
    return new QueryCost(query.name(), partitions.size(), bytes, answer.rows());
  }

  private long read(DataFile file, Query query, Answer answer) throws IOException {
    try (EventFile events = EventFile.open(opener, root + "/" + file.path())) {
      for (Event event = events.next();
          event != null && !isPast(event, query);
          event = events.next()) {
        if (query.matches(event)) {
          answer.add(event);
        }
      }
      return events.bytes();
    }
  }

  /** Whether neither this event nor a later one of its file is in the answer. */
  private boolean isPast(Event event, Query query) {
    String sensor = query.sensor();
    return switch (map.order()) {
      case TIME -> event.timestamp() >= query.to();
      case SENSOR_TIME -> sensor != null && isPast(event, sensor, query.to());
    };
  }

  private static boolean isPast(Event event, String sensor, long to) {
    int order = event.key().compareTo(sensor);
    return order > 0 || (order == 0 && event.timestamp() >= to);
  }

  /** What has been found: a number, and the times of the latest where only so many are wanted. */
  private static final class Answer {
    private final int latest;
    private final @Nullable PriorityQueue<Long> times;
    private long matching;

    Answer(Query query) {
      this.latest = query.latest();
      this.times = latest == 0 ? null : new PriorityQueue<>();
    }

    void add(Event event) {
      matching++;
      if (times != null) {
        times.add(event.timestamp());
        if (times.size() > latest) {
          times.remove();
        }
      }
    }

    /** Whether this file and those before it in time have nothing to add. */
    boolean isComplete(DataFile next) {
      return times != null && times.size() == latest && next.last() <= times.element();
    }

    long rows() {
      return times == null ? matching : times.size();
    }
  }
}
