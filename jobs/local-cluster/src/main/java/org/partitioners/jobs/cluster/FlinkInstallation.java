package org.partitioners.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.partitioners.jobs.cli.JobFailure;

/**
 * Where Flink's jars come from: a folder gathered from Maven artifacts, or a distribution.
 *
 * @param lib the folder of jars
 * @param home the unpacked distribution {@code lib} belongs to; empty for gathered artifacts
 * @param version Flink's version, read from a jar's name
 */
public record FlinkInstallation(Path lib, Optional<Path> home, String version) {
  private static final Pattern RUNTIME = Pattern.compile("flink-runtime-(\\d.*)\\.jar");
  private static final Pattern DIST = Pattern.compile("flink-dist(?:_[\\d.]+)?-(\\d.*)\\.jar");

  /**
   * Jars gathered from Maven artifacts.
   *
   * @throws JobFailure if the folder does not hold exactly one Flink
   */
  public static FlinkInstallation gathered(Path lib) {
    Path folder = lib.toAbsolutePath().normalize();
    List<String> versions = versions(folder, RUNTIME);
    return switch (versions.size()) {
      case 0 ->
          throw new JobFailure(folder + " has no flink-runtime jar; build jobs/local-cluster");
      case 1 -> new FlinkInstallation(folder, Optional.empty(), versions.get(0));
      default ->
          throw new JobFailure(
              folder + " mixes Flink " + String.join(" and ", versions) + "; mvn clean package");
    };
  }

  /**
   * An unpacked Flink distribution.
   *
   * @throws JobFailure if it is none
   */
  public static FlinkInstallation distribution(Path home) {
    Path folder = home.toAbsolutePath().normalize();
    List<String> versions = versions(folder.resolve("lib"), DIST);
    if (versions.size() != 1) {
      throw new JobFailure(
          "FLINK_HOME: "
              + folder
              + (versions.isEmpty() ? " has no" : " has more than one")
              + " lib/flink-dist-*.jar; point it at an unpacked Flink distribution or unset it");
    }
    return new FlinkInstallation(folder.resolve("lib"), Optional.of(folder), versions.get(0));
  }

  /** The distribution {@code FLINK_HOME} names in {@code environment}, else the gathered jars. */
  public static FlinkInstallation from(Map<String, String> environment, Path gathered) {
    String home = environment.getOrDefault("FLINK_HOME", "");
    return home.isBlank() ? gathered(gathered) : distribution(Path.of(home));
  }

  /** Where this comes from, for people: the distribution's folder, or the folder of jars. */
  Path origin() {
    return home.orElse(lib);
  }

  private static List<String> versions(Path lib, Pattern name) {
    if (!Files.isDirectory(lib)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(lib)) {
      return files
          .map(file -> name.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw JobFailure.because("cannot read " + lib, e);
    }
  }
}
