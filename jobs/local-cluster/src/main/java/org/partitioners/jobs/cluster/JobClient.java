package org.partitioners.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.partitioners.jobs.cli.JobFailure;

/**
 * The program that builds a job and sends it to a cluster: a JVM of its own, in the caller's folder
 * and on the caller's terminal.
 *
 * @param jar the job's jar
 * @param mainClass takes {@code JOB [options] --jobmanager HOST:PORT}
 */
record JobClient(Path jar, String mainClass) {
  private static final long CANCEL_SECONDS = 20;

  /**
   * The client in a folder that holds one {@code flink-jobs-VERSION.jar}, or the newest of several.
   *
   * @throws JobFailure if there is none
   */
  static JobClient in(Path target) {
    List<Path> jars = Files.isDirectory(target) ? ClusterFolder.jars(target) : List.of();
    return jars.stream()
        .filter(jar -> jar.getFileName().toString().matches("flink-jobs-\\d.*\\.jar"))
        .filter(jar -> !jar.getFileName().toString().matches(".*-(sources|javadoc|tests)\\.jar"))
        .max(Comparator.comparingLong(jar -> jar.toFile().lastModified()))
        .map(JobClient::of)
        .orElseThrow(
            () -> new JobFailure("no flink-jobs jar in " + target + "; build jobs/flink-jobs"));
  }

  static JobClient of(Path jar) {
    return new JobClient(jar.toAbsolutePath(), "org.partitioners.jobs.flink.Main");
  }

  /** Runs the client on the jars of a cluster's folder and waits: its exit code. */
  int run(
      ClusterFolder folder,
      FlinkInstallation flink,
      List<String> arguments,
      Map<String, String> environment) {
    if (!Files.isReadable(jar)) {
      throw new JobFailure("cannot read the job's jar " + jar);
    }
    try {
      FlinkJvm jvm = new FlinkJvm(folder, flink, environment);
      List<String> command = new ArrayList<>(FlinkJvm.flags());
      command.addAll(jvm.logging("log4j-client.properties", folder.log().resolve("client.log")));
      String options = environment.getOrDefault("JAVA_OPTS", "").strip();
      if (!options.isEmpty()) {
        command.addAll(List.of(options.split("\\s+")));
      }
      command.addAll(List.of("-cp", jvm.classPath(List.of(jar)), mainClass));
      command.addAll(arguments);
      return await(jvm.foreground(command).inheritIO().start());
    } catch (IOException e) {
      throw ClusterFolder.failure("cannot start the job's client", e);
    }
  }

  /** Passes the end of this JVM on, and lets the client finish first. */
  private static int await(Process client) {
    Thread passOn =
        new Thread(
            () -> {
              client.destroy();
              try {
                client.waitFor(CANCEL_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "end-job-client");
    Runtime.getRuntime().addShutdownHook(passOn);
    try {
      int code = client.waitFor();
      Runtime.getRuntime().removeShutdownHook(passOn);
      return code;
    } catch (InterruptedException e) {
      client.destroy();
      Thread.currentThread().interrupt();
      throw new JobFailure("interrupted", e);
    }
  }
}
