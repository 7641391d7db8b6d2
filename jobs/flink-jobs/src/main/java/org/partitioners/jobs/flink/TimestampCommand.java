package org.partitioners.jobs.flink;

import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.cli.SensorOptions;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.run.LayoutOptions;
import org.partitioners.jobs.run.ReportText;
import org.partitioners.jobs.run.RunOptions;
import org.partitioners.jobs.run.TimestampOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of the timestamp job. */
@Command(
    name = "timestamp",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Writes time-ordered events as partitioned, sorted files, once for each strategy.",
      "Partitioned by time alone, all that happens now is on one subtask: the report shows",
      "how evenly each hundredth of the events was spread, and what queries then cost.",
      ""
    })
final class TimestampCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private LayoutOptions layouts = new LayoutOptions();
  @Mixin private SensorOptions input = new SensorOptions();
  @Mixin private RunOptions run = new RunOptions();
  @Mixin private FlinkOptions flink = new FlinkOptions();

  @Override
  public Integer call() {
    flink.check();
    TimestampOptions options =
        layouts.resolve(FlinkFiles.STORE, input, run, FlinkOptions.strategies());
    @Nullable URI cluster = flink.cluster();
    FlinkOptions.requireMemoryFor(cluster, run.parallelism());
    TimestampRuns runs = TimestampRuns.prepare(options, flink, ProgressLine.onStderr());
    JobReport report;
    try (FlinkSession session = FlinkOptions.session(cluster, run.parallelism())) {
      report = runs.run(session);
    }
    spec.commandLine().getOut().println(ReportText.of(report, options.output()));
    return spec.exitCodeOnSuccess();
  }
}
