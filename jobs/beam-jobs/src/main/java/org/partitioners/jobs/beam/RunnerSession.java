package org.partitioners.jobs.beam;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.report.StageLoad;
import org.partitioners.jobs.run.FileStore;
import org.partitioners.jobs.run.LocalFiles;
import org.partitioners.jobs.run.RunOutcome;

/** Where pipelines run: a runner and its options. */
final class RunnerSession {
  /** Where pipelines read and write: paths that every worker must see. */
  static final FileStore FILES = new LocalFiles();

  private final Runner runner;
  private final int parallelism;
  private final List<String> arguments;

  private RunnerSession(Runner runner, int parallelism, List<String> arguments) {
    this.runner = runner;
    this.parallelism = parallelism;
    this.arguments = List.copyOf(arguments);
  }

  /**
   * A session of a runner.
   *
   * @param jobManager the address of a cluster; null where the runner needs none
   * @throws UsageError if the runner is not on the class path
   */
  static RunnerSession of(Runner runner, @Nullable String jobManager, int parallelism) {
    List<String> arguments = new ArrayList<>(List.of("--runner=" + runner.beamName()));
    switch (runner) {
      case DIRECT ->
          arguments.addAll(
              List.of(
                  "--targetParallelism=" + parallelism,
                  "--enforceImmutability=false",
                  "--enforceEncodability=false"));
      case FLINK ->
          arguments.addAll(List.of("--flinkMaster=[local]", "--parallelism=" + parallelism));
      case FLINK_CLUSTER ->
          arguments.addAll(
              List.of(
                  "--flinkMaster=" + jobManager,
                  "--parallelism=" + parallelism,
                  "--filesToStage=" + ownJar()));
      case SPARK -> arguments.add("--sparkMaster=local[" + parallelism + "]");
    }
    RunnerSession session = new RunnerSession(runner, parallelism, arguments);
    try {
      session.options();
    } catch (IllegalArgumentException absent) {

      throw new UsageError(
          "--runner: " + runner + " is not on the class path; use jobs/bin/run", absent);
    }
    return session;
  }

  private PipelineOptions options() {
    return PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create();
  }

  private static String ownJar() {
    try {
      return Path.of(
              RunnerSession.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Beam, its version and the runner, in a few words. */
  String description() {
    return "Apache Beam " + ReleaseInfo.getReleaseInfo().getVersion() + ", " + runner.description();
  }

  /** Whether times mean anything: those of Beam's own runner, which is for tests, do not. */
  boolean isWorthWarmingUp() {
    return runner != Runner.DIRECT;
  }

  /** A pipeline to define. */
  Pipeline pipeline(String name) {
    PipelineOptions options = options();
    options.setJobName(name);
    return Pipeline.create(options);
  }

  /**
   * Runs a pipeline to its end, and tells of it.
   *
   * @param stages its stages, first to last; a later one that nothing reached is left out
   * @param rows how many rows it reads
   * @throws JobFailure if it fails
   */
  RunOutcome run(
      Pipeline pipeline, String label, List<StageMeter> stages, long rows, ProgressLine progress) {
    progress.show(label);
    RunOutcome outcome = runQuietly(pipeline, label, stages);
    progress.finish(
        String.format(
            Locale.ROOT, "%s: %,d events in %.1f s", label, rows, outcome.wallMillis() / 1000.0));
    return outcome;
  }

  /**
   * Runs a pipeline to its end.
   *
   * @param stages its stages, first to last; a later one that nothing reached is left out
   * @throws JobFailure if it fails
   */
  RunOutcome runQuietly(Pipeline pipeline, String label, List<StageMeter> stages) {
    long begin = System.nanoTime();
    PipelineResult result;
    try {
      result = pipeline.run();
      PipelineResult.State state = result.waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new JobFailure(label + ": the run ended as " + state);
      }
    } catch (RuntimeException failed) {
      throw failed instanceof JobFailure
          ? failed
          : JobFailure.because(label + ": the run failed", failed);
    }
    long millis = (System.nanoTime() - begin) / 1_000_000;
    List<StageLoad> loads = new ArrayList<>();
    for (StageMeter stage : stages) {
      long[] records = records(result, stage);
      if (records.length > 0 || loads.isEmpty()) {
        loads.add(
            StageLoad.of(
                stage.name(),
                stage.work(),
                Arrays.copyOf(records, Math.max(records.length, parallelism))));
      }
    }
    return new RunOutcome(millis, loads, List.of());
  }

  /** What each worker has counted; empty if none has. */
  private long[] records(PipelineResult result, StageMeter stage) {
    TreeMap<Integer, Long> byWorker = new TreeMap<>();
    MetricsFilter filter =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(StageMeter.NAMESPACE))
            .build();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(filter).getCounters()) {
      String[] name = counter.getName().getName().split("\\.", 2);
      if (name[0].equals(stage.name())) {
        byWorker.merge(Integer.parseInt(name[1]), counter.getAttempted(), Long::sum);
      }
    }
    List<Long> inOrder = new ArrayList<>();
    byWorker.forEach(
        (worker, count) -> {
          while (runner.numbersWorkers() && inOrder.size() < worker) {
            inOrder.add(0L);
          }
          inOrder.add(count);
        });
    return inOrder.stream().mapToLong(Long::longValue).toArray();
  }
}
