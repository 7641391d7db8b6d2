package org.partitioners.jobs.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.partitioners.jobs.cli.UsageError;

/** The Flink versions of which a build gathers the jars. */
enum FlinkLine {
  /** What the Flink jobs run on. */
  NEWEST("2.3", "local-cluster", "flink-jobs", ".local-cluster"),
  /** What Beam's Flink runner runs on, with the runner. */
  OF_BEAM("1.19", "beam-runners/flink", "beam-jobs", ".local-cluster-1.19");

  private static final String BEAM = "beam-";

  private final String version;
  private final String module;
  private final String jobs;
  private final String folder;

  FlinkLine(String version, String module, String jobs, String folder) {
    this.version = version;
    this.module = module;
    this.jobs = jobs;
    this.folder = folder;
  }

  /**
   * The line of a version.
   *
   * @throws UsageError if there is none
   */
  static FlinkLine of(String version) {
    return Stream.of(values())
        .filter(line -> line.version.equals(version))
        .findFirst()
        .orElseThrow(() -> new UsageError("--flink: " + version + " not in [2.3, 1.19]"));
  }

  /** The line that a release such as {@code 1.19.3} belongs to. */
  static FlinkLine ofRelease(String release) {
    return release.startsWith(OF_BEAM.version + ".") ? OF_BEAM : NEWEST;
  }

  /** Where a cluster of it lives unless another folder is named. */
  Path directory() {
    return Repository.root().resolve(folder);
  }

  /** Its jars, or the distribution that {@code FLINK_HOME} names. */
  FlinkInstallation installation(Map<String, String> environment) {
    Path gathered = Repository.root().resolve("jobs/" + module + "/target/lib");
    return this == NEWEST
        ? FlinkInstallation.from(environment, gathered)
        : FlinkInstallation.gathered(gathered);
  }

  /**
   * Refuses a job of another line.
   *
   * @throws UsageError if it is
   */
  void requireRuns(String job) {
    FlinkLine needed = job.startsWith(BEAM) ? OF_BEAM : NEWEST;
    if (needed != this) {
      throw new UsageError(
          job + ": runs on Flink " + needed.version + "; " + needed.command("submit " + job));
    }
  }

  /** A command line for this line of clusters. */
  String command(String command) {
    String option = this == NEWEST ? "" : "--flink " + version + " ";
    return "jobs/bin/local-cluster " + option + command;
  }

  /** The client of the jobs that run on it. */
  JobClient client() {
    return Repository.jobClient(jobs);
  }
}
