package org.partitioners.jobs.cluster;

import org.partitioners.jobs.cli.UsageError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code local-cluster} command; all work is in its subcommands. */
@Command(
    name = "local-cluster",
    description = "A real standalone Flink cluster on this machine: processes of its own, web UI.",
    subcommands = {StartCommand.class, StopCommand.class, StatusCommand.class, SubmitCommand.class},
    footer = {
      "",
      "FLINK_HOME        run this Flink distribution instead of the jars of 2.3 the build gathered",
      "HADOOP_CLASSPATH  appended to the class path of every process",
      "JAVA_HOME         the Java to run everything with",
      "JAVA_OPTS         JVM options of a job's client (submit)",
      "",
      "Exit codes: 0 success, 1 failure (status: not running), 2 bad usage."
    })
final class LocalClusterCommand implements Runnable {
  @SuppressWarnings("UnusedVariable") // picocli sets it and shows the help.
  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  private boolean help;

  @Option(
      names = "--flink",
      paramLabel = "VERSION",
      defaultValue = "2.3",
      scope = ScopeType.INHERIT,
      description = "2.3, or 1.19 for the Beam jobs (default: ${DEFAULT-VALUE}).")
  private String flink = "2.3";

  FlinkLine line() {
    return FlinkLine.of(flink);
  }

  @Override
  public void run() {
    throw new UsageError(
        "say what to do: start, stop, status or submit (see local-cluster --help)");
  }
}
