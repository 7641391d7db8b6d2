package org.partitioners.jobs.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.core.execution.JobClient;
import org.jspecify.annotations.Nullable;
import org.partitioners.PartitionLoad;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.report.LoadRecorder;
import org.partitioners.jobs.report.StageLoad;
import org.partitioners.jobs.run.RunOutcome;

/**
 * Follows a run over REST: shows its progress, and says in the end what each subtask received and
 * how that grew.
 */
final class RunWatch {
  private static final long POLL_MILLIS = 250;
  private static final int POLLS_PER_CHECKPOINT = 4;
  private static final long CANCEL_SECONDS = 10;

  private final FlinkRest rest;
  private final @Nullable ProgressLine progress;

  /** Waits without a word. */
  static RunWatch quietly(FlinkRest rest) {
    return new RunWatch(rest, null);
  }

  RunWatch(FlinkRest rest, @Nullable ProgressLine progress) {
    this.rest = rest;
    this.progress = progress;
  }

  /**
   * Waits for the run's end.
   *
   * @param expected rows the run will read
   * @throws JobFailure if it fails or is cancelled; an interrupt cancels it
   */
  RunOutcome await(JobClient job, String label, List<Stage> stages, long expected) {
    // Ctrl-C ends the run, not only its watcher.
    Thread cancel = new Thread(() -> cancel(job), "cancel " + label);
    Runtime.getRuntime().addShutdownHook(cancel);
    List<LoadRecorder> recorders =
        stages.stream().map(stage -> new LoadRecorder(stage.name())).toList();
    try {
      FlinkRest.JobState state = rest.job(job.getJobID());
      long before = -1;
      int idlePolls = 0;
      while (!state.isFinal()) {
        PartitionLoad load = read(job, state, stages, recorders).get(0);
        long done = rest.recordsIn(job.getJobID(), state, RowReader.NAME);
        if (progress != null) {
          progress.show(line(label, state.durationMillis(), done, load, expected));
        }
        idlePolls = done == before ? idlePolls + 1 : 0;
        before = done;
        if (idlePolls % POLLS_PER_CHECKPOINT == POLLS_PER_CHECKPOINT - 1) {
          // A run ends with a checkpoint after its last record. The one that Flink triggers then
          // may be declined, and the next would be due only after a whole interval. That all has
          // been read cannot be told by the count: the last of it may never reach the metrics.
          rest.triggerCheckpoint(job.getJobID());
        }
        Thread.sleep(POLL_MILLIS);
        state = rest.job(job.getJobID());
      }
      if (!state.name().equals("FINISHED")) {
        throw failure(job, label, state);
      }
      List<PartitionLoad> loads = read(job, state, stages, recorders);
      List<StageLoad> stageLoads = new ArrayList<>();
      for (Stage stage : stages) {
        stageLoads.add(new StageLoad(stage.name(), stage.work(), loads.get(stageLoads.size())));
      }
      if (progress != null) {
        progress.finish(summary(label, state.durationMillis(), expected));
      }
      return new RunOutcome(
          state.durationMillis(),
          stageLoads,
          recorders.stream().map(LoadRecorder::record).toList());
    } catch (IOException lost) {
      cancel(job);
      throw JobFailure.because(label + ": lost the cluster", lost);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      cancel(job);
      throw new JobFailure(label + ": interrupted; the run is cancelled", interrupted);
    } finally {
      forget(cancel);
    }
  }

  private static void cancel(JobClient job) {
    try {
      job.cancel().get(CANCEL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException beyondReach) {
      // The cluster is gone or the process is going: nobody is left to tell.
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook is running, and has its use.
    }
  }

  private static JobFailure failure(JobClient job, String label, FlinkRest.JobState state)
      throws InterruptedException {
    try {
      job.getJobExecutionResult().get();
      return new JobFailure(label + ": the run ended as " + state.name());
    } catch (ExecutionException failed) {
      return JobFailure.because(label + ": the run failed", failed);
    }
  }

  /** What each stage has received so far, noted on the way. */
  private List<PartitionLoad> read(
      JobClient job, FlinkRest.JobState state, List<Stage> stages, List<LoadRecorder> recorders)
      throws IOException, InterruptedException {
    List<PartitionLoad> loads = new ArrayList<>();
    for (Stage stage : stages) {
      if (state.vertices().isEmpty()) {
        loads.add(PartitionLoad.of(0));
        continue;
      }
      FlinkRest.RecordsRead records = records(job, state, stage);
      // Before the cluster has heard from anyone all counts are 0, as they truly are.
      if (records.complete() || records.load().total() == 0) {
        recorders.get(loads.size()).read(state.durationMillis(), records.load().counts());
      }
      loads.add(records.load());
    }
    return loads;
  }

  private FlinkRest.RecordsRead records(JobClient job, FlinkRest.JobState state, Stage stage)
      throws IOException, InterruptedException {
    long[] sums = new long[0];
    boolean complete = true;
    for (String operator : stage.operators()) {
      FlinkRest.RecordsRead read = rest.recordsRead(job.getJobID(), headedBy(operator, state));
      long[] counts = read.load().counts();
      sums = Arrays.copyOf(sums, Math.max(sums.length, counts.length));
      for (int subtask = 0; subtask < counts.length; subtask++) {
        sums[subtask] += counts[subtask];
      }
      complete &= read.complete();
    }
    return new FlinkRest.RecordsRead(PartitionLoad.of(sums), complete);
  }

  private static FlinkRest.Vertex headedBy(String operator, FlinkRest.JobState state)
      throws IOException {
    for (FlinkRest.Vertex vertex : state.vertices()) {
      if (vertex.isHeadedBy(operator)) {
        return vertex;
      }
    }
    throw new IOException("the run has no operator named " + operator);
  }

  /** Rows read, their rate, the time left and the busiest subtask's share, in under 80 columns. */
  static String line(String label, long millis, long done, PartitionLoad load, long expected) {
    double perSecond = millis == 0 ? 0 : done * 1000.0 / millis;
    if (done >= expected) {
      return String.format(Locale.ROOT, "%s: all %,d read, committing", label, done);
    }
    String left = done == 0 ? "?" : Math.round((expected - done) / perSecond) + " s";
    double busiest = load.total() == 0 ? 0 : 100.0 * load.max() / load.total();
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d, %,.0f/s, %s left, busiest of %d: %.0f %%",
        label,
        done,
        expected,
        perSecond,
        left,
        load.numPartitions(),
        busiest);
  }

  private static String summary(String label, long millis, long events) {
    return String.format(
        Locale.ROOT,
        "%s: %,d events in %.1f s, %,.0f/s",
        label,
        events,
        millis / 1000.0,
        millis == 0 ? 0 : events * 1000.0 / millis);
  }
}
