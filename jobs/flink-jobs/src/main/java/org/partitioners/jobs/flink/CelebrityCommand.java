package org.partitioners.jobs.flink;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.InputOptions;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.run.CountOptions;
import org.partitioners.jobs.run.ReportText;
import org.partitioners.jobs.run.RunOptions;
import org.partitioners.jobs.run.StrategyList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the celebrity job. */
@Command(
    name = "celebrity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Counts events per key and window, once for each strategy.",
      "One key, the celebrity, takes a large share of them:",
      "the report shows how evenly the subtasks were loaded.",
      ""
    })
final class CelebrityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--strategy",
      paramLabel = "NAME[,NAME…]",
      order = 0,
      defaultValue = "naive,salt-hot",
      converter = CelebrityStrategies.class,
      description = {
        "How to spread the keys: naive, hash, ring, rendezvous, jump, salt-all, salt-hot, combine,",
        "pkg, d-choices, w-choices, adaptive, or all;",
        "several are run in turn and compared, the first is the baseline. Default: ${DEFAULT-VALUE}."
      })
  private StrategyList<Strategy> strategies = new StrategyList<Strategy>(List.of());

  @Mixin private InputOptions input = new InputOptions();
  @Mixin private RunOptions run = new RunOptions();
  @Mixin private CountOptions counts = new CountOptions();
  @Mixin private FlinkOptions flink = new FlinkOptions();

  @Option(
      names = "--detect-skew",
      order = 23,
      description = {
        "Puts a skew detector in front of the counting: what it finds is in the metrics, under",
        "skew-detector.skew for each subtask and skew-reports.skew for all. Costs some throughput."
      })
  private boolean detectSkew;

  @Override
  public Integer call() {
    CelebrityOptions options = options();
    @Nullable URI cluster = flink.cluster();
    FlinkOptions.requireMemoryFor(cluster, run.parallelism());
    CelebrityRuns runs = CelebrityRuns.prepare(options, ProgressLine.onStderr());
    JobReport report;
    try (FlinkSession session = FlinkOptions.session(cluster, run.parallelism())) {
      report = runs.run(session);
    }
    spec.commandLine().getOut().println(ReportText.of(report, options.output()));
    return spec.exitCodeOnSuccess();
  }

  private CelebrityOptions options() {
    run.check();
    flink.check();
    return new CelebrityOptions(
        strategies.strategies(),
        counts.hotKeys(strategies, Strategy.SALT_HOT),
        counts.events(FlinkFiles.STORE, input),
        run.parallelism(),
        counts.window(),
        run.workMicros(),
        detectSkew,
        flink.checkpointInterval(),
        counts.folder(FlinkFiles.STORE, input, run, FlinkOptions.strategies()),
        run.commandLine());
  }
}
