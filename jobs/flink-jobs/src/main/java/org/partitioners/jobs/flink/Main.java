package org.partitioners.jobs.flink;

import org.partitioners.jobs.cli.JobCommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of every Flink job: the first argument names the job, or the look-up. */
@Command(
    name = "run",
    description = {
      "Runs a job that shows a hot spot and its cure, or looks up what one has written.",
    },
    mixinStandardHelpOptions = true,
    version = "partitioners 0.1.0",
    synopsisSubcommandLabel = "JOB",
    subcommands = {CelebrityCommand.class, TimestampCommand.class, LookupCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a job: celebrity, timestamp; or lookup");
  }

  static Object command() {
    return new Main();
  }

  /** Runs the job that {@code args} name; exits with 0, 1 (failure) or 2 (bad usage). */
  public static void main(String[] args) {
    int exitCode = JobCommandLine.execute(command(), args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
