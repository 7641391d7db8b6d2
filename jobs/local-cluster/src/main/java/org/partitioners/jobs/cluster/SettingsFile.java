package org.partitioners.jobs.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.partitioners.jobs.cli.JobFailure;

/** The settings a folder's cluster was last started with, as a properties file. */
final class SettingsFile {
  private SettingsFile() {}

  static void write(ClusterSettings settings, ClusterFolder folder) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("port", Integer.toString(settings.restPort()));
    properties.setProperty("rpc-port", Integer.toString(settings.rpcPort()));
    properties.setProperty("taskmanagers", Integer.toString(settings.taskManagers()));
    properties.setProperty("slots", Integer.toString(settings.slots()));
    properties.setProperty("jobmanager-memory", settings.jobManagerMemory());
    properties.setProperty("taskmanager-memory", settings.taskManagerMemory());
    properties.setProperty("flink-lib", settings.flink().lib().toString());
    settings
        .flink()
        .home()
        .ifPresent(home -> properties.setProperty("flink-home", home.toString()));
    properties.setProperty("flink-version", settings.flink().version());
    properties.setProperty("start-timeout", settings.startTimeout().toString());
    try (Writer writer = Files.newBufferedWriter(folder.settings())) {
      properties.store(writer, null);
    }
  }

  /**
   * The recorded settings, or nothing where no cluster was ever started.
   *
   * @throws JobFailure if the file cannot be read or is damaged
   */
  static Optional<ClusterSettings> read(ClusterFolder folder) {
    if (!Files.exists(folder.settings())) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.settings())) {
      properties.load(reader);
      return Optional.of(settings(folder, properties));
    } catch (IOException e) {
      throw ClusterFolder.failure("cannot read " + folder.settings(), e);
    } catch (RuntimeException e) {
      throw JobFailure.because(folder.settings() + " is damaged; delete it", e);
    }
  }

  private static ClusterSettings settings(ClusterFolder folder, Properties properties) {
    return new ClusterSettings(
        folder.root(),
        Integer.parseInt(value(properties, "port")),
        Integer.parseInt(value(properties, "rpc-port")),
        Integer.parseInt(value(properties, "taskmanagers")),
        Integer.parseInt(value(properties, "slots")),
        value(properties, "jobmanager-memory"),
        value(properties, "taskmanager-memory"),
        new FlinkInstallation(
            Path.of(value(properties, "flink-lib")),
            Optional.ofNullable(properties.getProperty("flink-home")).map(Path::of),
            value(properties, "flink-version")),
        Duration.parse(value(properties, "start-timeout")));
  }

  private static String value(Properties properties, String key) {
    return properties.getProperty(key, "");
  }
}
