package org.partitioners.jobs.cluster;

import java.util.List;

/**
 * What Flink's {@code BashJavaUtils} derives from a configuration for one kind of process.
 *
 * @param jvm flags of the JVM, such as {@code -Xmx}
 * @param dynamic options for the process's main class: {@code -D}, {@code key=value}, …
 */
record MemoryFlags(List<String> jvm, List<String> dynamic) {
  private static final String PREFIX = "BASH_JAVA_UTILS_EXEC_RESULT:";

  /**
   * Reads the tool's output, in which results are two marked lines among log lines.
   *
   * @throws IllegalArgumentException if it does not hold two results
   */
  static MemoryFlags parse(List<String> output) {
    List<String> results =
        output.stream()
            .filter(line -> line.startsWith(PREFIX))
            .map(line -> line.substring(PREFIX.length()))
            .toList();
    if (results.size() != 2) {
      throw new IllegalArgumentException(
          "expected 2 lines marked " + PREFIX + " but found " + results.size());
    }
    return new MemoryFlags(words(results.get(0)), words(results.get(1)));
  }

  /**
   * Why the tool refused: the message of the exception it ended with, without the exception's name.
   */
  static String refusal(List<String> output) {
    return output.stream()
        .filter(line -> line.contains("Exception"))
        .map(line -> line.replaceFirst("^.*?Exception: ", ""))
        .findFirst()
        .orElse("no reason given");
  }

  private static List<String> words(String line) {
    return line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
  }
}
