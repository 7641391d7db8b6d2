package org.partitioners.jobs.beam;

import org.partitioners.jobs.cli.JobCommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of every Beam job: the first argument names the job. */
@Command(
    name = "run",
    description = "Runs a Beam job that shows a hot spot and its cure.",
    mixinStandardHelpOptions = true,
    version = "partitioners 0.1.0",
    synopsisSubcommandLabel = "JOB",
    subcommands = {CelebrityCommand.class, TimestampCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a job: beam-celebrity, beam-timestamp");
  }

  static Object command() {
    return new Main();
  }

  /** Runs the job that {@code args} name; exits with 0, 1 (failure) or 2 (bad usage). */
  public static void main(String[] args) {
    System.exit(JobCommandLine.execute(command(), args));
  }
}
