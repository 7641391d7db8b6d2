package org.partitioners.benchmarks.terasort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a sort: {@code part-00000} has the least keys, the next one those that follow. */
record PartFiles(Path folder) {
  private static final Pattern NAME = Pattern.compile("part-\\d{5,}");

  /** The file of a partition. */
  Path file(int partition) {
    return folder.resolve(String.format("part-%05d", partition));
  }

  /** The files that are there, in no order. */
  List<Path> present() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> NAME.matcher(file.getFileName().toString()).matches()).toList();
    }
  }

  /** Whether anything is in the folder. */
  boolean isEmpty() throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** Takes away the files that are there, and nothing else. */
  void clear() throws IOException {
    for (Path file : present()) {
      Files.delete(file);
    }
  }
}
