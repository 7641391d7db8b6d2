package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.cli.JobFailure;

/** One real cluster's life, from the jars this module's build gathered. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalClusterITCase {
  private static final FlinkInstallation FLINK = FlinkInstallation.gathered(Path.of("target/lib"));

  @TempDir private static Path temp;
  private static ClusterSettings settings;
  private static RunningCluster cluster;
  private static Path jar;

  @BeforeAll
  static void start() throws IOException {
    jar = jarOf(temp.resolve("tiny.jar"), TinyJob.class, TinyJob.Adding.class);
    settings =
        ClusterSettings.of(temp.resolve("the cluster"), FLINK)
            .withPorts(0, 0)
            .withTaskManagers(2, 2)
            .withMemory("1g", "1g");
    cluster = LocalCluster.start(settings);
  }

  @AfterAll
  static void stop() {
    LocalCluster.stop(settings.directory());
  }

  @Test
  @Order(1)
  void hasTheSlotsAndProcessesAskedFor() {
    assertThat(new ClusterRest(cluster.rest()).overview())
        .contains(new ClusterRest.Overview(2, 4, 4, 0));
    assertThat(new ClusterProcesses(folder()).alive())
        .extracting(ClusterProcesses.ClusterProcess::role)
        .containsExactly("jobmanager", "taskmanager-1", "taskmanager-2");
    assertThat(folder().pids().resolve("jobmanager.pid"))
        .hasContent(cluster.pids().get(0).toString());
    assertThat(folder().log().resolve("taskmanager-2.log")).isNotEmptyFile();
  }

  @Test
  @Order(2)
  void statusTellsOfIt() throws Exception {
    Outcome status = launcher("status", "--dir", settings.directory().toString());

    assertThat(status.code()).isZero();
    assertThat(status.out())
        .contains("url           " + cluster.rest())
        .contains("taskmanagers  2 of 2")
        .contains("slots         4 in all, 4 free")
        .contains("jobmanager " + cluster.pids().get(0));
    assertThat(status.err()).isEmpty();
  }

  @Test
  @Order(3)
  void runsAJob() throws Exception {
    Outcome submit = submit("sum", "1000");

    assertThat(submit.err()).isEmpty();
    assertThat(submit.out()).isEqualToIgnoringNewLines("sum 500500");
    assertThat(submit.code()).isZero();
  }

  @Test
  @Order(3)
  void passesTheJobsOwnErrorsOn() throws Exception {
    Outcome submit = submit("product", "--help", "--dir", "x");

    assertThat(submit.code()).isEqualTo(2);
    assertThat(submit.err())
        .isEqualToIgnoringNewLines(
            "no such job: [product, --help, --dir, x, --jobmanager, "
                + cluster.rest().getAuthority()
                + "]");
  }

  @Test
  @Order(3)
  void startingItAgainIsNothingNew() {
    List<Long> before = cluster.pids();

    assertThat(LocalCluster.start(settings).pids()).isEqualTo(before);
    assertThatThrownBy(() -> LocalCluster.start(settings.withTaskManagers(1, 2)))
        .isInstanceOf(JobFailure.class)
        .hasMessage(
            "a local cluster is already running at "
                + cluster.rest()
                + " with other settings; stop it first");
    assertThat(cluster.pids()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void itsPortIsNotForAnother() {
    ClusterSettings other =
        ClusterSettings.of(temp.resolve("other"), FLINK)
            .withPorts(cluster.settings().restPort(), 0);

    assertThatThrownBy(() -> LocalCluster.start(other))
        .isInstanceOf(JobFailure.class)
        .hasMessageStartingWith(
            "--port: 127.0.0.1:" + cluster.settings().restPort() + " cannot be used");
    assertThat(new ClusterProcesses(new ClusterFolder(other.directory())).alive()).isEmpty();
  }

  @Test
  @Order(4)
  void leavesNoProcessBehind() {
    assertThat(LocalCluster.stop(settings.directory())).isEqualTo(3);
    assertThat(ownedProcesses()).isEmpty();
    assertThat(new ClusterRest(cluster.rest()).overview()).isEmpty();
    assertThat(LocalCluster.running(settings.directory())).isEmpty();
    assertThat(LocalCluster.stop(settings.directory())).isZero();
  }

  @Test
  @Order(5)
  void startsAgainInTheSameFolderNowFromADistribution() throws Exception {
    Path home = distribution(temp.resolve("flink-home"));
    FlinkInstallation flink = FlinkInstallation.from(Map.of("FLINK_HOME", home.toString()), temp);
    ClusterSettings other =
        ClusterSettings.of(settings.directory(), flink)
            .withPorts(0, 0)
            .withTaskManagers(1, 1)
            .withMemory("1g", "1g");

    try (RunningCluster again = LocalCluster.start(other)) {
      assertThat(new ClusterRest(again.rest()).overview())
          .contains(new ClusterRest.Overview(1, 1, 1, 0));
      assertThat(folder().conf().resolve("jobmanager.args"))
          .content()
          .contains(home.resolve("lib/flink-dist-" + FLINK.version() + ".jar").toString())
          .doesNotContain(folder().lib().toString());
    }
    assertThat(ownedProcesses()).isEmpty();
    ClusterFolder.delete(home);
  }

  @Test
  @Order(5)
  void aStartThatFailsLeavesNothingAndTellsTheLog() {
    ClusterSettings hurried =
        new ClusterSettings(
            settings.directory(), 0, 0, 1, 1, "1g", "1g", FLINK, Duration.ofMillis(1));
    List<String> messages = new ArrayList<>();

    assertThatThrownBy(() -> LocalCluster.start(hurried, System.getenv(), messages::add))
        .isInstanceOf(JobFailure.class)
        .hasMessageStartingWith("the cluster was not ready after 0.001 s; see ")
        .hasMessageContaining("jobmanager.");
    assertThat(ownedProcesses()).isEmpty();
  }

  @Test
  @Order(5)
  void memoryFlinkCannotWorkWithIsRefusedInItsWords() {
    assertThatThrownBy(() -> LocalCluster.start(settings.withMemory("1g", "200m")))
        .isInstanceOf(JobFailure.class)
        .hasMessageStartingWith("--taskmanager-memory: Flink refuses it: ")
        .hasMessageContaining("exceed configured Total Process Memory");
    assertThat(ownedProcesses()).isEmpty();
  }

  private static Outcome submit(String... job) throws Exception {
    return launcher(
        Stream.concat(Stream.of("submit", "--dir", settings.directory().toString()), Stream.of(job))
            .toArray(String[]::new));
  }

  private record Outcome(int code, String out, String err) {}

  /** Runs the launcher as its script does, with the tiny job in place of the shaded jar. */
  private static Outcome launcher(String... arguments) throws Exception {
    Path out = Files.createTempFile(temp, "launcher", ".out");
    Path err = Files.createTempFile(temp, "launcher", ".err");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.partitioners.jobs.jar=" + jar,
                "-cp",
                "target/classes:target/launcher/*",
                LocalCluster.class.getName()));
    command.addAll(List.of(arguments));
    int code =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Outcome(code, Files.readString(out), Files.readString(err));
  }

  private static ClusterFolder folder() {
    return new ClusterFolder(settings.directory());
  }

  /** Asked of the process list itself, not of the code under test. */
  private static List<Long> ownedProcesses() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(temp.toString()))
        .map(ProcessHandle::pid)
        .toList();
  }

  /** A folder shaped like an unpacked distribution, as far as the launcher can tell. */
  private static Path distribution(Path home) throws IOException {
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("plugins"));
    for (Path source : ClusterFolder.jars(FLINK.lib())) {
      String name =
          source.getFileName().toString().replaceFirst("^flink-core-(\\d)", "flink-dist-$1");
      Files.createSymbolicLink(lib.resolve(name), source);
    }
    return home;
  }

  private static Path jarOf(Path target, Class<?> mainClass, Class<?>... others)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass.getName());
    try (OutputStream file = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      for (Class<?> type :
          Stream.concat(Stream.of(mainClass), Stream.of(others)).toArray(Class<?>[]::new)) {
        String entry = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(entry));
        try (InputStream bytes = type.getResourceAsStream("/" + entry)) {
          bytes.transferTo(jar);
        }
      }
    }
    return target;
  }
}
