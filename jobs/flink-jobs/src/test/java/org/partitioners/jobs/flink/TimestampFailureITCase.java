package org.partitioners.jobs.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.ProgressListener;
import org.partitioners.jobs.events.SensorGenerator;
import org.partitioners.jobs.layout.Contents;
import org.partitioners.jobs.layout.Layout;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.layout.LayoutSurvey;
import org.partitioners.jobs.layout.LookUp;
import org.partitioners.jobs.layout.RunOrder;
import org.partitioners.jobs.run.EventInput;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.jobs.run.SimulatedWork;
import org.partitioners.jobs.run.WrittenCounts;
import org.partitioners.jobs.run.WrittenEvents;

/** Files hold each event once though the job fails in the middle, twice. */
class TimestampFailureITCase {
  private static final int PARALLELISM = 3;
  private static final long HOUR = 3_600_000;
  private static final Lateness LATENESS = new Lateness(HOUR, 60_000);
  private static final AtomicInteger RUNS_WRITTEN = new AtomicInteger();

  /** Of 216 runs: some have been written then, and most checkpoints are yet to come. */
  private static final int FIRST = 60;

  private static final int LAST = 140;

  @Test
  void filesAreExactAcrossFailures(@TempDir Path folder) throws Exception {
    EventInput input =
        new EventInput.Generated(
            new SensorGenerator(20_000, 200, 0.5, 3, 0.05, 5, LATENESS), LATENESS);
    LayoutSurvey layouts = new LayoutSurvey(PARALLELISM);
    InputSurvey survey = input.survey(ProgressListener.NONE, layouts);
    Layout layout = layouts.layout(LayoutStrategy.COMPOUND, 1);
    OutputFolder output =
        new OutputFolder(
            FlinkFiles.STORE,
            FlinkFiles.STORE.resolve("--output", folder.resolve("out").toString()),
            FlinkOptions.strategies());
    RUNS_WRITTEN.set(0);

    try (FlinkSession session = FlinkSession.embedded(PARALLELISM)) {
      StreamExecutionEnvironment environment = session.environment();
      JobClient run =
          new TimestampJob(
                  FlinkSources.of(input, survey, PARALLELISM),
                  Duration.ofMinutes(1),
                  new Failing(layout),
                  HOUR,
                  SimulatedWork.ofMicros(200),
                  RunFiles.sink(output.events("compound")))
              .withLeftovers(Leftovers.in(output))
              .start(environment, "failing", PARALLELISM, 128, Duration.ofMillis(100));
      RunWatch.quietly(new FlinkRest(session.rest()))
          .await(run, "failing", List.of(Stage.WRITE), survey.rows());
    }

    assertThat(RUNS_WRITTEN.get()).as("runs, those of failed attempts too").isGreaterThan(LAST);
    WrittenEvents written =
        WrittenEvents.read(
            output.files(),
            output.events("compound"),
            layout,
            layouts.slices(),
            List.of(),
            PARALLELISM);
    assertThat(written.events()).isEqualTo(survey.accepted());
    assertThat(written.digest()).isEqualTo(layouts.digest());
    assertThat(WrittenCounts.lines(output.files(), output.late()))
        .isEqualTo(survey.late())
        .isPositive();
    long sum = written.load().stream().mapToLong(slice -> slice.load().total()).sum();
    assertThat(sum).isEqualTo(survey.accepted());
  }

  /** Asked for the name of a run's partition, when it is about to be written, fails twice. */
  private record Failing(Layout layout) implements Layout {
    @Override
    public String name(int partition) {
      int run = RUNS_WRITTEN.incrementAndGet();
      if (run == FIRST || run == LAST) {
        throw new IllegalStateException("the failure this test is about");
      }
      return layout.name(partition);
    }

    @Override
    public int partition(String sensor, long timestamp) {
      return layout.partition(sensor, timestamp);
    }

    @Override
    public int numPartitions() {
      return layout.numPartitions();
    }

    @Override
    public int subtask(int partition) {
      return layout.subtask(partition);
    }

    @Override
    public Contents contents(int partition) {
      return layout.contents(partition);
    }

    @Override
    public RunOrder order() {
      return layout.order();
    }

    @Override
    public List<LookUp> lookUps() {
      return layout.lookUps();
    }
  }
}
