package org.partitioners.jobs.beam;

import java.util.List;
import java.util.concurrent.Callable;
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

/** The command line of the celebrity job on Beam. */
@Command(
    name = "beam-celebrity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    defaultValueProvider = SmallInput.class,
    description = {
      "Counts events per key and window on a Beam runner, once for each strategy.",
      "One key, the celebrity, takes a large share of them:",
      "the report shows how evenly the workers were loaded.",
      ""
    })
final class CelebrityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--strategy",
      paramLabel = "NAME[,NAME…]",
      order = 0,
      defaultValue = "group,naive,combine",
      converter = CelebrityStrategies.class,
      description = {
        "How to spread the keys: naive (Combine.perKey), group (GroupByKey), fan-out",
        "(withHotKeyFanout), hash, ring, rendezvous, jump, salt-all, salt-hot, combine",
        "(SkewAwareCombine), adaptive (the same with fan-out), or all;",
        "several are run in turn and compared, the first is the baseline. Default: ${DEFAULT-VALUE}."
      })
  private StrategyList<CelebrityStrategy> strategies =
      new StrategyList<CelebrityStrategy>(List.of());

  @Mixin private InputOptions input = new InputOptions();
  @Mixin private RunOptions run = new RunOptions();
  @Mixin private CountOptions counts = new CountOptions();
  @Mixin private RunnerOptions runner = new RunnerOptions();

  @Override
  public Integer call() {
    run.check();
    RunnerSession session = runner.session(run.parallelism());
    CelebrityOptions options =
        new CelebrityOptions(
            strategies.strategies(),
            counts.hotKeys(strategies, CelebrityStrategy.SALT_HOT),
            counts.events(RunnerSession.FILES, input),
            run.parallelism(),
            counts.window(),
            run.workMicros(),
            counts.folder(RunnerSession.FILES, input, run, RunnerOptions.strategies()),
            run.commandLine());
    JobReport report = new CelebrityRuns(options, session, ProgressLine.onStderr()).run();
    spec.commandLine().getOut().println(ReportText.of(report, options.output()));
    return spec.exitCodeOnSuccess();
  }
}
