package org.partitioners.jobs.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.InputOpener;
import org.partitioners.jobs.report.QueryCost;

/** Queries through a map, against a look at all events. */
class QueryReaderTest {
  private static final InputOpener OPENER = file -> Files.newInputStream(Path.of(file));
  private static final List<Event> EVENTS = SensorEvents.of(30_000, 200, 0.8, 5);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void findsWhatALookAtAllEventsFinds(LayoutStrategy strategy) throws IOException {
    PartitionMap map = write(SensorEvents.survey(EVENTS, 4).layout(strategy, 2), strategy);
    QueryReader reader = new QueryReader(map, OPENER, folder.toString());
    long all =
        map.partitions().stream().flatMap(p -> p.files().stream()).mapToLong(DataFile::bytes).sum();

    Random random = new Random(1);
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Event some = EVENTS.get(random.nextInt(EVENTS.size()));
      long from = some.timestamp() - random.nextInt(100_000_000);
      long to = some.timestamp() + random.nextInt(10_000_000);
      queries.add(Query.interval("interval", from, to));
      queries.add(Query.ofSensor("sensor", some.key(), from, to));
      queries.add(Query.latest("latest", some.key(), 1 + random.nextInt(150)));
    }
    queries.add(Query.interval("nothing", 0, 1));
    queries.add(Query.latest("nobody", "no such sensor", 10));
    for (Query query : queries) {
      QueryCost cost = reader.read(query);
      assertThat(cost.rows())
          .as("%s", query)
          .isEqualTo(query.rows(EVENTS.stream().filter(query::matches).count()));
      assertThat(cost.bytes()).isLessThanOrEqualTo(all);
      assertThat(cost.partitions()).isLessThanOrEqualTo(map.partitions().size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPOUND", "ADAPTIVE"})
  void oneSensorsDayIsReadFromOnePartition(LayoutStrategy strategy) throws IOException {
    PartitionMap map = write(SensorEvents.survey(EVENTS, 4).layout(strategy, 2), strategy);
    QueryReader reader = new QueryReader(map, OPENER, folder.toString());
    Questions questions = new Questions(Days.day(EVENTS.get(15_000).timestamp()), "sensor-000001");

    assertThat(reader.read(questions.queries().get(1)).partitions()).isEqualTo(1);
    // The last day has more than a hundred of the busiest.
    assertThat(reader.read(questions.queries().get(2)).partitions()).isEqualTo(1);
    assertThat(reader.read(questions.queries().get(0)).partitions()).isEqualTo(4);
  }

  @Test
  void anHourIsReadFromTheDaysPartitionAlone() throws IOException {
    LayoutStrategy strategy = LayoutStrategy.RANGE_STATIC;
    PartitionMap map = write(SensorEvents.survey(EVENTS, 4).layout(strategy, 2), strategy);
    QueryReader reader = new QueryReader(map, OPENER, folder.toString());
    long hour = Days.day(EVENTS.get(15_000).timestamp()) * SensorEvents.DAY + 36_000_000;

    QueryCost cost = reader.read(Query.interval("hour", hour, hour + 3_600_000));

    assertThat(cost.partitions()).isEqualTo(1);
    // Sorted by time: by eleven o'clock less than half of the day is read.
    assertThat(cost.bytes())
        .isLessThan(map.partitions().get(2).files().get(0).bytes() / 2 + 16_384);
  }

  @ParameterizedTest
  @EnumSource
  void aMapIsReadAsItWasWritten(LayoutStrategy strategy) throws IOException {
    PartitionMap map = write(SensorEvents.survey(EVENTS, 4).layout(strategy, 2), strategy);

    assertThat(PartitionMap.parse(map.toJson())).isEqualTo(map);
  }

  @Test
  void textThatIsNoMapIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PartitionMap.parse("{"))
        .withMessageStartingWith("partitions: no JSON: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PartitionMap.parse("{}"))
        .withMessage("partitions: sorted_by is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PartitionMap.parse(
                    "{\"sorted_by\":[\"hue\"],\"partitions\":[],\"strategy\":\"s\"}"))
        .withMessage("sorted_by: [hue] is no order known");
  }

  @Test
  void filesThatHoldNoEventsAreRefused() throws IOException {
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
    assertThatIOException()
        .isThrownBy(() -> EventFile.open(OPENER, other.toString()).close())
        .withMessageEndingWith("other.csv does not begin with timestamp,sensor");
    Path damaged = Files.writeString(folder.resolve("damaged.csv"), "timestamp,sensor\nnoon,a\n");
    try (EventFile file = EventFile.open(OPENER, damaged.toString())) {
      assertThatIOException().isThrownBy(file::next).withMessageContaining("noon");
    }
  }

  /** Every window of a day of every partition as a file. */
  private PartitionMap write(Layout layout, LayoutStrategy strategy) throws IOException {
    Map<Integer, Map<Long, List<Event>>> runs = new TreeMap<>();
    for (Event event : EVENTS) {
      runs.computeIfAbsent(
              layout.partition(event.key(), event.timestamp()), absent -> new TreeMap<>())
          .computeIfAbsent(Days.day(event.timestamp()), absent -> new ArrayList<>())
          .add(event);
    }
    List<PartitionMap.Partition> partitions = new ArrayList<>();
    for (Map.Entry<Integer, Map<Long, List<Event>>> entry : runs.entrySet()) {
      String name = layout.name(entry.getKey());
      Files.createDirectories(folder.resolve(name));
      List<DataFile> files = new ArrayList<>();
      for (List<Event> run : entry.getValue().values()) {
        files.add(write(name + "/part-" + files.size() + ".csv", run, layout.order().comparator()));
      }
      partitions.add(
          new PartitionMap.Partition(
              name, layout.subtask(entry.getKey()), layout.contents(entry.getKey()), files));
    }
    return new PartitionMap(strategy.toString(), layout.order(), partitions);
  }

  private DataFile write(String path, List<Event> run, Comparator<Event> order) throws IOException {
    run.sort(order);
    DataFile.Statistics statistics = new DataFile.Statistics();
    StringBuilder text = new StringBuilder(String.join(",", EventFile.header())).append('\n');
    for (Event event : run) {
      text.append(String.join(",", EventFile.fields(event))).append('\n');
      statistics.add(event);
    }
    Files.writeString(folder.resolve(path), text);
    return statistics.file(path, text.length());
  }
}
