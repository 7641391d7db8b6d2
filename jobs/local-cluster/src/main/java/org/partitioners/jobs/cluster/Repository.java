package org.partitioners.jobs.cluster;

import java.nio.file.Path;

/** Where the launcher finds what the build made; the scripts name the root. */
final class Repository {
  private Repository() {}

  /** System property {@code org.partitioners.home}, else the current folder. */
  static Path root() {
    return Path.of(System.getProperty("org.partitioners.home", "")).toAbsolutePath();
  }

  static Path lib() {
    return root().resolve("jobs/local-cluster/target/lib");
  }

  /** The jar that system property {@code org.partitioners.jobs.jar} names, else the built one. */
  static JobClient jobClient() {
    String jar = System.getProperty("org.partitioners.jobs.jar", "");
    return jar.isEmpty()
        ? JobClient.in(root().resolve("jobs/flink-jobs/target"))
        : JobClient.of(Path.of(jar));
  }
}
