package org.partitioners.jobs.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.UsageError;

/**
 * The cluster a job's runs go to. All three kinds are spoken to over REST, so a job runs and
 * reports the same way embedded and on a real cluster.
 */
final class FlinkSession implements AutoCloseable {
  private static final long CLOSE_SECONDS = 30;

  private final URI rest;
  private final String description;
  private final Supplier<StreamExecutionEnvironment> environments;
  private final Runnable stop;

  private FlinkSession(
      URI rest, String where, Supplier<StreamExecutionEnvironment> environments, Runnable stop) {
    this.rest = rest;
    this.description = "Apache Flink " + EnvironmentInformation.getVersion() + ", " + where;
    this.environments = environments;
    this.stop = stop;
  }

  /** Where the cluster's REST interface is. */
  URI rest() {
    return rest;
  }

  /** Engine, version and kind of cluster, in a few words. */
  String description() {
    return description;
  }

  /** A fresh environment for one run. */
  StreamExecutionEnvironment environment() {
    return environments.get();
  }

  @Override
  public void close() {
    stop.run();
  }

  /** Whether {@code flink run} has started this process and knows the cluster. */
  static boolean isInsideFlinkRun() {
    return contextOfFlinkRun().getOptional(RestOptions.ADDRESS).isPresent();
  }

  /** The cluster that {@code flink run} is submitting to. */
  static FlinkSession ofFlinkRun() {
    ReadableConfig context = contextOfFlinkRun();
    URI rest =
        URI.create(
            "http://" + context.get(RestOptions.ADDRESS) + ":" + context.get(RestOptions.PORT));
    return new FlinkSession(
        rest,
        "a cluster, submitted by flink run",
        StreamExecutionEnvironment::getExecutionEnvironment,
        () -> {});
  }

  private static ReadableConfig contextOfFlinkRun() {
    return StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration();
  }

  /**
   * The address of a cluster's REST interface.
   *
   * @throws UsageError if {@code address} is not host:port
   */
  static URI address(String address) {
    try {
      URI rest = URI.create("http://" + address);
      if (rest.getHost() != null && rest.getPort() >= 0) {
        return rest;
      }
    } catch (IllegalArgumentException invalid) {
      throw new UsageError("--jobmanager: '" + address + "' is not HOST:PORT", invalid);
    }
    throw new UsageError("--jobmanager: '" + address + "' is not HOST:PORT");
  }

  /** A running cluster. The jobs' own jar travels to it with each run. */
  static FlinkSession at(URI rest) {
    Configuration configuration = remote(rest);
    URI jar = ownJar();
    if (jar.getPath().endsWith(".jar")) {
      configuration.set(PipelineOptions.JARS, List.of(jar.toString()));
    }
    return new FlinkSession(
        rest, "a standalone cluster", () -> environment(configuration), () -> {});
  }

  private static URI ownJar() {
    try {
      return FlinkSession.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * A cluster inside this JVM, with as many slots as {@code parallelism}.
   *
   * @throws UsageError if this JVM has not the memory for so many
   */
  static FlinkSession embedded(int parallelism) {
    try {
      Path folder = Files.createTempDirectory("partitioners-flink");
      // Also when the process is told to end in the middle.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(folder), "clean up"));
      MiniCluster cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(embeddedConfiguration(parallelism, folder))
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(parallelism)
                  .setCommonBindAddress("127.0.0.1")
                  .build());
      cluster.start();
      URI rest = cluster.getRestAddress().join();
      Configuration configuration = remote(rest);
      return new FlinkSession(
          rest,
          "embedded in one JVM",
          () -> environment(configuration),
          () -> {
            // How it ends no longer matters: all results are written and read back.
            cluster
                .closeAsync()
                .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failed -> null)
                .join();
            deleteTree(folder);
          });
    } catch (Exception failed) {
      throw JobFailure.because("cannot start the embedded Flink", failed);
    }
  }

  /**
   * Refuses a parallelism whose network buffers this JVM has not the memory for.
   *
   * @throws UsageError if it has not
   */
  static void requireMemoryFor(int parallelism) {
    long max = Runtime.getRuntime().maxMemory();
    if (networkMemory(parallelism).getBytes() > max / 2) {
      throw new UsageError(
          "--parallelism: "
              + parallelism
              + " needs "
              + networkMemory(parallelism).getMebiBytes()
              + " MiB of network buffers, too much for one JVM of "
              + (max >> 20)
              + " MiB; take less, raise JAVA_OPTS=-Xmx…, or use a cluster");
    }
  }

  /** Two all-to-all exchanges with two exclusive buffers a channel, and floating ones. */
  private static MemorySize networkMemory(int parallelism) {
    return MemorySize.ofMebiBytes(64 + (long) parallelism * parallelism / 4);
  }

  private static void deleteTree(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException leftToTheSystem) {
      // A temporary folder that cannot be emptied now is the system's to clean.
    }
  }

  private static Configuration embeddedConfiguration(int parallelism, Path folder) {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(RestOptions.PORT, 0);
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    // What REST tells may be this old: by default ten seconds, and three.
    configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofSeconds(1));
    configuration.set(WebOptions.REFRESH_INTERVAL, Duration.ofMillis(500));
    // Closing waits this long for someone to ask how a triggered checkpoint went; nobody will.
    configuration.set(RestOptions.ASYNC_OPERATION_STORE_DURATION, Duration.ofSeconds(1));
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    configuration.set(CoreOptions.TMP_DIRS, folder.toString());
    MemorySize network = networkMemory(parallelism);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    return configuration;
  }

  private static Configuration remote(URI rest) {
    Configuration configuration = new Configuration();
    configuration.set(DeploymentOptions.TARGET, "remote");
    configuration.set(DeploymentOptions.ATTACHED, true);
    configuration.set(RestOptions.ADDRESS, rest.getHost());
    configuration.set(RestOptions.PORT, rest.getPort());
    return configuration;
  }

  private static StreamExecutionEnvironment environment(Configuration configuration) {
    return new StreamExecutionEnvironment(new Configuration(configuration));
  }
}
