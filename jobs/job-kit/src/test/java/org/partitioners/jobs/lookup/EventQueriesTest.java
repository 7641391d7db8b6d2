package org.partitioners.jobs.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.layout.EventFile;
import org.partitioners.jobs.layout.Layout;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.layout.Query;
import org.partitioners.jobs.layout.Questions;
import org.partitioners.jobs.layout.SensorEvents;
import org.partitioners.jobs.report.QueryCost;
import org.partitioners.jobs.run.LocalFiles;
import org.partitioners.map.PartitionMap;

/** Queries by published maps, against a look at all events. */
class EventQueriesTest {
  private static final List<Event> EVENTS = SensorEvents.of(30_000, 200, 0.8, 5);
  private static final long FIRST = EVENTS.stream().mapToLong(Event::timestamp).min().orElseThrow();
  private static final long LAST = EVENTS.stream().mapToLong(Event::timestamp).max().orElseThrow();
  private static final long HOUR = 3_600_000;

  @TempDir Path folder;
  private long bytes;

  @ParameterizedTest
  @EnumSource
  void findsWhatALookAtAllEventsFinds(LayoutStrategy strategy) throws IOException {
    EventQueries events = write(strategy);
    Random random = new Random(1);
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Event some = EVENTS.get(random.nextInt(EVENTS.size()));
      long from = some.timestamp() - random.nextInt(100_000_000);
      long to = some.timestamp() + random.nextInt(10_000_000);
      queries.add(Query.interval("interval", from, to));
      queries.add(Query.ofSensor("sensor", some.key(), from, to));
      queries.add(Query.latest("latest", some.key(), 1 + random.nextInt(150)));
    }
    queries.add(Query.interval("nothing", 0, 1));
    queries.add(Query.latest("nobody", "no such sensor", 10));

    List<QueryCost> costs = events.ask(queries);

    for (int i = 0; i < queries.size(); i++) {
      Query query = queries.get(i);
      assertThat(costs.get(i).rows())
          .as("%s", query)
          .isEqualTo(query.rows(EVENTS.stream().filter(query::matches).count()));
      assertThat(costs.get(i).partitions()).isLessThanOrEqualTo((int) events.partitions());
      if (query.latest() == 0) {
        assertThat(costs.get(i).bytes()).isLessThanOrEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPOUND", "ADAPTIVE"})
  void oneSensorsDayIsReadFromOnePartition(LayoutStrategy strategy) throws IOException {
    List<QueryCost> costs = write(strategy).ask(questions());

    assertThat(costs)
        .extracting(QueryCost::asked)
        .containsExactly(
            "all events of 2026-01-07, 10:00 to 11:00",
            "sensor-000001 on 2026-01-07",
            "the latest 100 of sensor-000001");
    // An hour of everyone is in the day's partition of each of the four.
    assertThat(costs.get(0).partitions()).isEqualTo(4);
    assertThat(costs.get(1).partitions()).isEqualTo(1);
    assertThat(costs.get(1).bytes()).isLessThan(bytes / 10);
    // The last day has more than a hundred of the busiest.
    assertThat(costs.get(2).partitions()).isEqualTo(1);
  }

  @Test
  void anHourIsReadFromTheDaysPartitionAlone() throws IOException {
    QueryCost hour = write(LayoutStrategy.RANGE_STATIC).ask(questions()).get(0);

    assertThat(hour.partitions()).isEqualTo(1);
    assertThat(hour.files()).isEqualTo(4);
    // Files before are searched, the hour's is left when the hour is over.
    assertThat(hour.bytes()).isLessThan(bytes / 5 / 2);
  }

  @Test
  void theDayOfASensorIsInEveryPartitionByHash() throws IOException {
    assertThat(write(LayoutStrategy.HASH).ask(questions()))
        .extracting(QueryCost::partitions)
        .containsOnly(4);
  }

  @Test
  void aFileSystemThatHadoopDoesNotKnowIsAnObstacle() {
    assertThat(DataMaps.obstacle(folder.toUri().toString())).isNull();
    assertThat(DataMaps.obstacle("nosuch://bucket/out"))
        .isEqualTo("No FileSystem for scheme \"nosuch\"");
  }

  private static List<Query> questions() {
    return new Questions(
            Math.floorDiv(EVENTS.get(15_000).timestamp(), SensorEvents.DAY), "sensor-000001")
        .queries();
  }

  /** Every six hours of every partition as a file. */
  private EventQueries write(LayoutStrategy strategy) throws IOException {
    Layout layout = SensorEvents.survey(EVENTS, 4).layout(strategy, 2);
    Map<Integer, Map<Long, List<Event>>> runs = new TreeMap<>();
    for (Event event : EVENTS) {
      runs.computeIfAbsent(
              layout.partition(event.key(), event.timestamp()), absent -> new TreeMap<>())
          .computeIfAbsent(event.timestamp() / (6 * HOUR), absent -> new ArrayList<>())
          .add(event);
    }
    bytes = 0;
    for (Map.Entry<Integer, Map<Long, List<Event>>> entry : runs.entrySet()) {
      Path partition = folder.resolve("events/" + layout.name(entry.getKey()));
      Files.createDirectories(partition);
      int number = 0;
      for (List<Event> run : entry.getValue().values()) {
        run.sort(layout.order().comparator());
        StringBuilder text = new StringBuilder(String.join(",", EventFile.header())).append('\n');
        for (Event event : run) {
          text.append(String.join(",", EventFile.fields(event))).append('\n');
        }
        Files.writeString(partition.resolve("part-" + number++ + ".csv"), text);
        bytes += text.length();
      }
    }
    List<PartitionMap> maps = new ArrayList<>();
    layout.lookUps().forEach(lookUp -> maps.add(lookUp.map(maps.size() + 1L)));
    DataMaps.publish(new LocalFiles(), folder.toString(), maps);
    return EventQueries.in(folder.toString(), FIRST, LAST);
  }
}
