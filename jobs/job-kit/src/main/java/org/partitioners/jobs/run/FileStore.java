package org.partitioners.jobs.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.events.InputNames;
import org.partitioners.jobs.events.InputOpener;

/** Files as an engine sees them, by path or URI; a slash is between a folder and what is in it. */
public interface FileStore extends InputOpener {

  /**
   * What there is at a path.
   *
   * @param path its whole path
   * @param name the last part of it
   * @param isFolder whether it is a folder
   * @param bytes the size of a file
   */
  record Entry(String path, String name, boolean isFolder, long bytes) {}

  /**
   * The path that all processes of the engine must use.
   *
   * @param option where the path was given
   * @throws UsageError if it is none
   */
  String resolve(String option, String path);

  /** What is at a path; null for nothing. */
  @Nullable Entry find(String path) throws IOException;

  /** What is in a folder, in no particular order. */
  List<Entry> list(String folder) throws IOException;

  /** A file to write, in place of one that is there. */
  OutputStream create(String file) throws IOException;

  /** Makes a folder, and those it lies in. */
  void makeFolders(String folder) throws IOException;

  /** Deletes a file or an empty folder, if it is there. */
  void delete(String path) throws IOException;

  /** Writes a text file. */
  default void write(String file, String text) throws IOException {
    try (Writer out = new OutputStreamWriter(create(file), StandardCharsets.UTF_8)) {
      out.write(text);
    }
  }

  /**
   * The CSV files at {@code root}, in path order.
   *
   * @throws UsageError if there is none, or it cannot be read
   */
  default List<String> csvFiles(String root) {
    try {
      Entry entry = find(root);
      if (entry == null) {
        throw new UsageError("--input: " + shown(root) + " does not exist");
      }
      if (!entry.isFolder()) {
        return List.of(entry.path());
      }
      List<String> found = new ArrayList<>();
      collectCsv(root, found);
      if (found.isEmpty()) {
        throw new UsageError(
            "--input: " + shown(root) + " holds no file that ends in " + InputNames.ENDINGS);
      }
      found.sort(null);
      return found;
    } catch (IOException unreadable) {
      throw new UsageError(
          "--input: cannot read " + shown(root) + ": " + unreadable.getMessage(), unreadable);
    }
  }

  private void collectCsv(String folder, List<String> found) throws IOException {
    for (Entry entry : list(folder)) {
      if (InputNames.isHidden(entry.name())) {
        continue;
      }
      if (entry.isFolder()) {
        collectCsv(entry.path(), found);
      } else if (InputNames.isCsv(entry.name()) && entry.bytes() > 0) {
        found.add(entry.path());
      }
    }
  }

  /** {@code path} as a person would write it: without {@code file:}. */
  static String shown(String path) {
    return path.replaceFirst("^file:/+", "/");
  }
}
