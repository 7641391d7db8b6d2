package org.partitioners.jobs.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every subcommand takes: which cluster is meant. */
final class ClusterOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = {
        "The cluster's folder (default: .local-cluster in the repository,",
        ".local-cluster-1.19 with --flink 1.19)."
      })
  private @Nullable Path dir;

  @SuppressWarnings("UnusedVariable") // picocli sets it and shows the help.
  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  private boolean help;

  Path directory() {
    return dir == null ? line().directory() : dir;
  }

  /** The Flink that was asked for. */
  FlinkLine line() {
    return ((LocalClusterCommand) command.root().userObject()).line();
  }
}
