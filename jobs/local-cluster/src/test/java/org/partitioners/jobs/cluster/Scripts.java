package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs scripts.
 *
 * @param folder where they are run
 */
record Scripts(Path folder) {

  record Outcome(int code, String out, String err) {}

  Outcome bash(String command) throws Exception {
    Path out = Files.createTempFile(folder, "script", ".out");
    Path err = Files.createTempFile(folder, "script", ".err");
    int code =
        process(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Outcome(code, Files.readString(out), Files.readString(err));
  }

  ProcessBuilder process(String command) {
    ProcessBuilder process = new ProcessBuilder("bash", "-c", command);
    process.directory(folder.toFile());
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return process;
  }

  static String freePorts() throws IOException {
    return " --port " + freePort() + " --rpc-port " + freePort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Counts by {@code window_start,key}; a pair written twice fails. */
  static Map<String, Long> counts(Path counts) throws IOException {
    Map<String, Long> read = new TreeMap<>();
    try (Stream<Path> parts = Files.list(counts)) {
      for (Path part : parts.toList()) {
        List<String> lines = Files.readAllLines(part, StandardCharsets.UTF_8);
        assertThat(lines.get(0)).isEqualTo("window_start,key,count");
        for (String line : lines.subList(1, lines.size())) {
          int last = line.lastIndexOf(',');
          assertThat(read.put(line.substring(0, last), Long.valueOf(line.substring(last + 1))))
              .as("written twice: " + line)
              .isNull();
        }
      }
    }
    return read;
  }
}
