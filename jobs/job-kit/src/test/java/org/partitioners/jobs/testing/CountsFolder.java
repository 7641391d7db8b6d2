package org.partitioners.jobs.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads what a job wrote without any of the job's own code. Keys in these tests hold no comma,
 * quote or line end, so that cutting at commas is enough.
 */
public final class CountsFolder {
  private CountsFolder() {}

  /** Counts by {@code window_start,key}; a pair written twice fails. */
  public static Map<String, Long> read(Path folder) {
    Map<String, Long> counts = new TreeMap<>();
    for (String line : lines(folder)) {
      int last = line.lastIndexOf(',');
      Long before = counts.put(line.substring(0, last), Long.valueOf(line.substring(last + 1)));
      if (before != null) {
        throw new AssertionError("written twice: " + line);
      }
    }
    return counts;
  }

  /** The lines of all parts, their headers left out. */
  public static List<String> lines(Path folder) {
    List<String> lines = new ArrayList<>();
    if (!Files.exists(folder)) {
      return lines;
    }
    try (Stream<Path> parts = Files.list(folder)) {
      for (Path part : parts.filter(CountsFolder::isPart).sorted().toList()) {
        List<String> text = Files.readAllLines(part, StandardCharsets.UTF_8);
        lines.addAll(text.subList(1, text.size()));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return lines;
  }

  private static boolean isPart(Path file) {
    return file.getFileName().toString().startsWith("part-");
  }
}
