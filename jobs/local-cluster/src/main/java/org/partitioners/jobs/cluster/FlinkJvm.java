package org.partitioners.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the JVMs that run Flink's classes for one cluster. */
final class FlinkJvm {
  private static final String PACKAGE = "/org/partitioners/jobs/cluster/";

  private final ClusterFolder folder;
  private final FlinkInstallation flink;
  private final Map<String, String> environment;

  FlinkJvm(ClusterFolder folder, FlinkInstallation flink, Map<String, String> environment) {
    this.folder = folder;
    this.flink = flink;
    this.environment = environment;
  }

  /** A JVM in the foreground of its caller, with {@code arguments} after {@code java}. */
  ProcessBuilder foreground(List<String> arguments) {
    return withEnvironment(
        Stream.concat(Stream.of(java()), arguments.stream()).collect(Collectors.toList()));
  }

  /**
   * A process that outlives its caller and its terminal, logging to files named after its role. Its
   * command line is short, for process lists cut long ones: the marks, and a file with the rest.
   */
  ProcessBuilder background(
      String role, List<String> jvmFlags, String mainClass, List<String> arguments)
      throws IOException {
    List<String> lines = new ArrayList<>(jvmFlags);
    lines.addAll(flags());
    lines.add("-Djava.io.tmpdir=" + folder.tmp());
    lines.add("-XX:ErrorFile=" + folder.log().resolve(role + ".crash"));
    lines.addAll(logging("log4j-process.properties", folder.log().resolve(role + ".log")));
    lines.addAll(List.of("-cp", classPath(List.of()), mainClass));
    lines.addAll(arguments);
    Path file = folder.conf().resolve(role + ".args");
    Files.write(file, lines.stream().map(FlinkJvm::quoted).toList());

    List<String> command = new ArrayList<>(detaching());
    command.add(java());
    command.addAll(ClusterProcesses.marks(folder, role));
    command.add("@" + file);
    return withEnvironment(command)
        .directory(folder.root().toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.log().resolve(role + ".out").toFile())
        .redirectInput(new File("/dev/null"));
  }

  /** Flink's jars, then {@code HADOOP_CLASSPATH}, after the given ones. */
  String classPath(List<Path> first) {
    Stream<String> jars =
        Stream.concat(first.stream(), folder.classPath(flink).stream()).map(Path::toString);
    Stream<String> hadoop =
        Stream.of(environment.getOrDefault("HADOOP_CLASSPATH", "")).filter(s -> !s.isBlank());
    return Stream.concat(jars, hadoop).collect(Collectors.joining(File.pathSeparator));
  }

  /** {@code bash-java-utils.jar}, which distributions keep beside their scripts. */
  List<Path> scriptJars() {
    return flink
        .home()
        .map(home -> home.resolve("bin/bash-java-utils.jar"))
        .filter(Files::exists)
        .map(List::of)
        .orElse(List.of());
  }

  /** Flags that send log4j's output to {@code log}, configured by a resource of this package. */
  List<String> logging(String resource, Path log) throws IOException {
    Path file = folder.conf().resolve(resource);
    Files.createDirectories(folder.conf());
    Files.writeString(file, resource(resource));
    return List.of("-Dlog.file=" + log, "-Dlog4j.configurationFile=" + file.toUri());
  }

  /** What every JVM with Flink's classes needs opened. */
  static List<String> flags() {
    return resource("jvm.args").lines().filter(line -> line.startsWith("-")).toList();
  }

  static String quoted(String argument) {
    return "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private ProcessBuilder withEnvironment(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(environment);
    variables.put("FLINK_CONF_DIR", folder.conf().toString());
    variables.put("FLINK_LIB_DIR", folder.libOf(flink).toString());
    variables.put("FLINK_PLUGINS_DIR", folder.plugins(flink).toString());
    variables.put("FLINK_LOG_DIR", folder.log().toString());
    return builder;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A session of its own, where the system has {@code setsid}; else deaf to the hang-up signal. */
  private static List<String> detaching() {
    return Stream.of("setsid", "nohup")
        .map(FlinkJvm::executable)
        .flatMap(Optional::stream)
        .limit(1)
        .toList();
  }

  private static Optional<String> executable(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(FlinkJvm.class.getResourceAsStream(PACKAGE + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
