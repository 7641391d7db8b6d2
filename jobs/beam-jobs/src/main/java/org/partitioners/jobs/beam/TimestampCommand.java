package org.partitioners.jobs.beam;

import java.util.concurrent.Callable;
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

/** The command line of the timestamp job on Beam. */
@Command(
    name = "beam-timestamp",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    defaultValueProvider = SmallInput.class,
    description = {
      "Writes events as partitioned, sorted files on a Beam runner, once for each strategy.",
      "The report shows how evenly each hundredth of the events was spread, and what queries then",
      "cost.",
      ""
    })
final class TimestampCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private LayoutOptions layouts = new LayoutOptions();
  @Mixin private SensorOptions input = new SensorOptions();
  @Mixin private RunOptions run = new RunOptions();
  @Mixin private RunnerOptions runner = new RunnerOptions();

  @Override
  public Integer call() {
    TimestampOptions options =
        layouts.resolve(RunnerSession.FILES, input, run, RunnerOptions.strategies());
    RunnerSession session = runner.session(run.parallelism());
    JobReport report = new TimestampRuns(options, session, ProgressLine.onStderr()).run();
    spec.commandLine().getOut().println(ReportText.of(report, options.output()));
    return spec.exitCodeOnSuccess();
  }
}
