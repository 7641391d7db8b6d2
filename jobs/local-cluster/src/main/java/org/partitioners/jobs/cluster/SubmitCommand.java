package org.partitioners.jobs.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.partitioners.jobs.cli.JobFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

@Command(
    name = "submit",
    modelTransformer = SubmitCommand.JobTakesTheRest.class,
    description = "Run a job on the cluster and wait for its end; its exit code is the job's.")
final class SubmitCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      paramLabel = "JOB [options]",
      description = "The job and its options, as for jobs/bin/run (JOB --help lists them).")
  private List<String> job = new ArrayList<>();

  @Override
  public Integer call() {
    ClusterFolder folder = new ClusterFolder(cluster.directory());
    Optional<RunningCluster> running = LocalCluster.running(folder.root());
    FlinkLine line =
        running
            .map(present -> FlinkLine.ofRelease(present.settings().flink().version()))
            .orElseGet(cluster::line);
    if (!job.isEmpty()) {
      line.requireRuns(job.get(0));
    }
    List<String> arguments = new ArrayList<>(job);
    if (running.isPresent()) {
      if (!job.isEmpty()) {
        arguments.addAll(
            List.of("--jobmanager", "127.0.0.1:" + running.get().settings().restPort()));
      }
    } else if (!job.isEmpty() && !job.contains("--help") && !job.contains("-h")) {
      throw new JobFailure("no local cluster is running; start one with " + line.command("start"));
    }
    FlinkInstallation flink =
        running
            .map(RunningCluster::settings)
            .map(ClusterSettings::flink)
            .orElseGet(() -> line.installation(System.getenv()));
    return line.client().run(folder, flink, arguments, System.getenv());
  }

  /** From JOB on, options are the job's. */
  static final class JobTakesTheRest implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec spec) {
      spec.parser().stopAtPositional(true);
      return spec;
    }
  }
}
