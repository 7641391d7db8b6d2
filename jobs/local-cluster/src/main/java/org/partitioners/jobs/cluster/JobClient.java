package org.partitioners.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.partitioners.jobs.cli.JobFailure;

/**
 * The program that builds a job and sends it to a cluster: a JVM of its own, in the caller's folder
 * and on the caller's terminal.
 *
 * @param jar the job's jar
 * @param mainClass takes {@code JOB [options] --jobmanager HOST:PORT}
 */
record JobClient(Path jar, String mainClass) {
  private static final long FAREWELL_SECONDS = 20;

  /**
   * The client in the module that holds {@code MODULE-VERSION-job.jar}, the newest of several.
   *
   * @param modules the folder of modules
   * @throws JobFailure if there is none
   */
  static JobClient in(Path modules, String module) {
    Path target = modules.resolve(module).resolve("target");
    List<Path> jars = Files.isDirectory(target) ? ClusterFolder.jars(target) : List.of();
    return jars.stream()
        .filter(jar -> jar.getFileName().toString().matches(module + "-\\d.*-job\\.jar"))
        .max(Comparator.comparingLong(jar -> jar.toFile().lastModified()))
        .map(JobClient::of)
        .orElseThrow(() -> new JobFailure("no job jar in " + target + "; build jobs/" + module));
  }

  /**
   * The client whose main class the jar's manifest names.
   *
   * @throws JobFailure if the jar cannot be read or names none
   */
  static JobClient of(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String mainClass =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
      if (mainClass == null) {
        throw new JobFailure("the job jar " + jar + " names no Main-Class");
      }
      return new JobClient(jar.toAbsolutePath(), mainClass);
    } catch (IOException e) {
      throw ClusterFolder.failure("cannot read the job jar " + jar, e);
    }
  }

  /** Runs the client on the jars of a cluster's folder and waits: its exit code. */
  int run(
      ClusterFolder folder,
      FlinkInstallation flink,
      List<String> arguments,
      Map<String, String> environment) {
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

  /** Passes the end of this JVM on to the client, and lets the client finish first. */
  private static int await(Process client) {
    Thread passOn = new Thread(() -> end(client), "end-job-client");
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

  private static void end(Process client) {
    client.destroy();
    try {
      client.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
