package org.partitioners.jobs.cluster;

import java.nio.file.Path;

/** Where the launcher finds what the build made; the scripts name the root. */
final class Repository {
  private Repository() {}

  /** System property {@code org.partitioners.home}, else the current folder. */
  static Path root() {
    return Path.of(System.getProperty("org.partitioners.home", "")).toAbsolutePath();
  }

  /**
   * The jar that system property {@code org.partitioners.jobs.jar} names, else the built one.
   *
   * @param module the module that builds it
   */
  static JobClient jobClient(String module) {
    String jar = System.getProperty("org.partitioners.jobs.jar", "");
    return jar.isEmpty()
        ? JobClient.in(root().resolve("jobs"), module)
        : JobClient.of(Path.of(jar));
  }
}
