package org.partitioners.jobs.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every subcommand takes: which cluster is meant. */
final class ClusterOptions {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The cluster's folder (default: .local-cluster in the repository).")
  private @Nullable Path dir;

  @SuppressWarnings("UnusedVariable") // picocli sets it and shows the help.
  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  private boolean help;

  Path directory() {
    return dir == null ? Repository.root().resolve(".local-cluster") : dir;
  }
}
