package org.partitioners.jobs.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.events.SensorGenerator;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.QueryCost;
import org.partitioners.jobs.report.RunReport;
import org.partitioners.jobs.testing.CommandLineRun;

/** The timestamp job on the Direct runner, against events made here. */
class TimestampITCase {
  @TempDir private Path folder;

  @Test
  void everyStrategyKeepsTheSameEvents() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            Main.command(),
            "beam-timestamp",
            "--strategy",
            "all",
            "--events",
            "4000",
            "--keys",
            "50",
            "--days",
            "4",
            "--parallelism",
            "2",
            "--output",
            folder.resolve("out").toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    Lateness lateness = new Lateness(86_400_000, 60_000);
    SensorGenerator generator = new SensorGenerator(4_000, 50, 0.5, 4, 0.02, 42, lateness);
    List<String> expected = new ArrayList<>();
    for (long i = 0; i < 4_000; i++) {
      Row row = generator.row(i);
      if (row instanceof Event event) {
        expected.add(event.timestamp() + "," + event.key());
      }
    }
    JobReport report =
        JobReport.parse(Files.readString(folder.resolve("out").resolve("report.json")));
    assertThat(report.runs()).hasSize(LayoutStrategy.values().length);
    for (RunReport each : report.runs()) {
      assertThat(events(each.strategy()))
          .as(each.strategy())
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(each.stages().get(0).name()).isEqualTo("write");
      assertThat(each.stages().get(0).load().total()).isEqualTo(expected.size());
      assertThat(each.slices()).hasSize(100);
    }
    assertThat(query(report, "adaptive", "one sensor, one day").partitions()).isEqualTo(1);
    assertThat(query(report, "hash", "one sensor, one day").partitions()).isEqualTo(2);
    assertThat(run(report, "range-static").maxSliceMaxOverMean()).isEqualTo(2);
    assertThat(run(report, "adaptive").meanSliceMaxOverMean()).isLessThan(1.3);
  }

  private static RunReport run(JobReport report, String strategy) {
    return report.runs().stream()
        .filter(run -> run.strategy().equals(strategy))
        .findFirst()
        .orElseThrow();
  }

  private static QueryCost query(JobReport report, String strategy, String name) {
    return run(report, strategy).queries().stream()
        .filter(query -> query.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> events(String strategy) throws IOException {
    List<String> events = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("out/" + strategy + "/events"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).isEqualTo("timestamp,sensor");
        events.addAll(lines.subList(1, lines.size()));
      }
    }
    return events;
  }
}
