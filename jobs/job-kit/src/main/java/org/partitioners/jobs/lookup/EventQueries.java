package org.partitioners.jobs.lookup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.partitioners.hadoop.Answer;
import org.partitioners.jobs.layout.EventLine;
import org.partitioners.jobs.layout.Query;
import org.partitioners.jobs.report.QueryCost;

/** Asks events by their published map, and says what that cost. */
public final class EventQueries {
  private static final long HOUR_MILLIS = 3_600_000;

  private final EventLookup events;
  private final long first;
  private final long last;

  private EventQueries(EventLookup events, long first, long last) {
    this.events = events;
    this.first = first;
    this.last = last;
  }

  /**
   * The events in a folder, with their maps.
   *
   * @param first the least time of an event
   * @param last the greatest
   */
  public static EventQueries in(String folder, long first, long last) throws IOException {
    return new EventQueries(EventLookup.in(new Path(folder)), first, last);
  }

  /** How many partitions there are. */
  long partitions() {
    return events.partitions();
  }

  /** What the answers to queries cost, in their order. */
  public List<QueryCost> ask(List<Query> queries) throws IOException {
    List<QueryCost> costs = new ArrayList<>();
    for (Query query : queries) {
      costs.add(query.latest() == 0 ? all(query) : latest(query));
    }
    return costs;
  }

  private QueryCost all(Query query) throws IOException {
    Answer<EventLine> answer = events.between(query.sensor(), query.from(), query.to());
    return cost(query, answer, answer.touched().bytes());
  }

  /**
   * The last hour is asked for, then twice that time, and so on until there are enough. The bytes
   * are those of all tries; partitions and files those of the last, which looks into all that the
   * others did.
   */
  private QueryCost latest(Query query) throws IOException {
    long bytes = 0;
    long span = HOUR_MILLIS;
    while (true) {
      long from = Math.max(first, last + 1 - span);
      Answer<EventLine> answer = events.between(query.sensor(), from, last + 1);
      bytes += answer.touched().bytes();
      if (answer.records().size() >= query.latest() || from == first) {
        return cost(query, answer, bytes);
      }
      span *= 2;
    }
  }

  private static QueryCost cost(Query query, Answer<EventLine> answer, long bytes) {
    return new QueryCost(
        query.name(),
        query.asked(),
        answer.touched().partitions(),
        answer.touched().files(),
        bytes,
        query.rows(answer.records().size()));
  }
}
