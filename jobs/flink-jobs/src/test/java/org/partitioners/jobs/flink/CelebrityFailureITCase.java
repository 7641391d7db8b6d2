package org.partitioners.jobs.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.CsvFormat;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.EventGenerator;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.ProgressListener;
import org.partitioners.jobs.events.TimestampFormat;
import org.partitioners.jobs.report.LoadOverTime;
import org.partitioners.jobs.run.CsvTable;
import org.partitioners.jobs.run.EventInput;
import org.partitioners.jobs.run.FileStore;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.jobs.run.RunOutcome;
import org.partitioners.jobs.run.SimulatedWork;
import org.partitioners.jobs.run.WindowCount;
import org.partitioners.jobs.run.WrittenCounts;
import org.partitioners.jobs.testing.CountsFolder;

/** Counts stay exact when a subtask fails after a checkpoint and the run starts again from it. */
class CelebrityFailureITCase {
  private static final int PARALLELISM = 4;
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final EventGenerator EVENTS = new EventGenerator(60_000, 1_000, 1.2, 0.3, 11);
  private static final Lateness LATENESS = new Lateness(WINDOW.toMillis(), 0);
  private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();

  private static FlinkSession session;

  @BeforeAll
  static void startFlink() {
    session = FlinkSession.embedded(PARALLELISM);
  }

  @AfterAll
  static void stopFlink() {
    session.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"NAIVE", "RING", "SALT_ALL", "SALT_HOT"})
  void generatedEventsAreCountedExactly(Strategy strategy, @TempDir Path folder) throws Exception {
    assertExactAcrossFailures(strategy, new EventInput.Generated(EVENTS, LATENESS), folder);
  }

  @Test
  void readersGoOnWhereTheCheckpointLeftThem(@TempDir Path folder) throws Exception {
    List<String> files = new ArrayList<>();
    for (int file = 0; file < 3; file++) {
      Path csv = folder.resolve("events-" + file + ".csv");
      Files.write(csv, lines(file * EVENTS.events() / 3, (file + 1) * EVENTS.events() / 3));
      files.add(csv.toUri().toString());
    }
    EventInput input =
        new EventInput.Csv(
            FlinkFiles.STORE,
            folder.toUri().toString(),
            files,
            CsvFormat.of("key", "time", TimestampFormat.EPOCH_MILLIS),
            LATENESS);

    assertExactAcrossFailures(Strategy.SALT_HOT, input, folder);
  }

  private static List<String> lines(long from, long to) {
    List<String> lines = new ArrayList<>(List.of("time,key"));
    for (long i = from; i < to; i++) {
      lines.add(EVENTS.event(i).timestamp() + "," + EVENTS.event(i).key());
    }
    return lines;
  }

  private static void assertExactAcrossFailures(Strategy strategy, EventInput input, Path folder)
      throws Exception {
    CelebrityOptions options = options(strategy, input, folder);
    InputSurvey survey = options.input().survey(ProgressListener.NONE);
    Counting counting =
        new CountingPlan(options, survey)
            .counting(strategy, SimulatedWork.ofMicros(options.workMicros()));
    String counts = options.output().counts(strategy.toString());
    FAILURES_LEFT.set(2);

    JobClient run =
        new CelebrityJob(
                FlinkSources.of(options.input(), survey, PARALLELISM),
                Duration.ZERO,
                new SlowThenFailing(counting),
                CsvLines.sink(counts, CsvTable.COUNTS))
            .start(session.environment(), "failing", PARALLELISM, 128, Duration.ofMillis(100));
    RunOutcome outcome =
        new RunWatch(new FlinkRest(session.rest()), ProgressLine.onStderr())
            .await(run, strategy.toString(), counting.stages(), EVENTS.events());

    assertThat(FAILURES_LEFT).as("failures that did not happen").hasValueLessThanOrEqualTo(0);
    for (int stage = 0; stage < outcome.stages().size(); stage++) {
      List<LoadOverTime.Sample> samples = outcome.loadOverTime().get(stage).samples();
      assertThat(samples.get(0).records().total()).isZero();
      assertThat(samples.get(samples.size() - 1).records())
          .as("what the last attempt counted")
          .isEqualTo(outcome.stages().get(stage).load());
    }
    WrittenCounts written = WrittenCounts.read(FlinkFiles.STORE, counts);
    assertThat(written.events()).isEqualTo(EVENTS.events());
    assertThat(written.digest()).isEqualTo(survey.countsDigest());
    assertThat(CountsFolder.read(Path.of(FileStore.shown(counts)))).isEqualTo(expected());
  }

  private static Map<String, Long> expected() {
    Map<String, Long> expected = new TreeMap<>();
    for (long i = 0; i < EVENTS.events(); i++) {
      Event event = EVENTS.event(i);
      long window = WINDOW.toMillis();
      expected.merge(
          Math.floorDiv(event.timestamp(), window) * window + "," + event.key(), 1L, Long::sum);
    }
    return expected;
  }

  private static CelebrityOptions options(Strategy strategy, EventInput input, Path folder) {
    return new CelebrityOptions(
        List.of(strategy),
        null,
        input,
        PARALLELISM,
        WINDOW,
        0,
        false,
        Duration.ofMillis(100),
        new OutputFolder(
            FlinkFiles.STORE,
            FlinkFiles.STORE.resolve("--output", folder.resolve("out").toString()),
            FlinkOptions.strategies()),
        "test");
  }

  /**
   * The counting under test between a slow step, so that checkpoints complete while records are
   * still to come, and one that fails when results have already been handed to the sink.
   */
  private record SlowThenFailing(Counting counting) implements Counting {
    @Override
    public DataStream<WindowCount> count(DataStream<String> keys) {
      return counting.count(keys.map(new Slow())).map(new FailAfterCheckpoint());
    }

    @Override
    public List<Stage> stages() {
      return counting.stages();
    }
  }

  private static final class Slow implements MapFunction<String, String> {
    private static final long serialVersionUID = 1L;

    private final SimulatedWork work = SimulatedWork.ofMicros(100);

    @Override
    public String map(String key) {
      work.perform();
      return key;
    }
  }

  /** Fails some results after each attempt's first checkpoint, twice in all. */
  private static final class FailAfterCheckpoint extends RichMapFunction<WindowCount, WindowCount>
      implements CheckpointListener {
    private static final long serialVersionUID = 1L;
    private static final int RESULTS = 20;

    private transient boolean checkpointed;
    private transient int results;

    @Override
    public WindowCount map(WindowCount count) {
      if (checkpointed && ++results > RESULTS && FAILURES_LEFT.getAndDecrement() > 0) {
        throw new IllegalStateException("the failure this test is about");
      }
      return count;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      checkpointed = true;
    }
  }
}
