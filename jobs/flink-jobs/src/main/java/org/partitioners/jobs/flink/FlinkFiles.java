package org.partitioners.jobs.flink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.events.InputNames;
import org.partitioners.jobs.events.InputOpener;

/** Files as Flink sees them: local paths, and any file system that Flink is configured for. */
final class FlinkFiles {
  static final InputOpener OPENER = FlinkFiles::open;

  private FlinkFiles() {}

  /**
   * {@code path} as the cluster must know it: a local path made absolute against this process's
   * folder, a URI as it is.
   */
  static Path resolve(String option, String path) {
    try {
      if (path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
        return new Path(path);
      }
      java.nio.file.Path absolute = java.nio.file.Path.of(path).toAbsolutePath().normalize();
      if (Files.exists(absolute)) {
        // Flink makes folders level by level, and stumbles over a link to one.
        absolute = absolute.toRealPath();
      }
      return new Path("file", null, absolute.toString());
    } catch (IllegalArgumentException | IOException invalid) {
      throw new UsageError(
          option + ": '" + path + "' is not a path: " + invalid.getMessage(), invalid);
    }
  }

  /**
   * The CSV files at {@code root}, in path order.
   *
   * @throws UsageError if there is none, or it cannot be read
   */
  static List<String> csvFiles(Path root) {
    try {
      FileSystem files = root.getFileSystem();
      if (!files.exists(root)) {
        throw new UsageError("--input: " + shown(root) + " does not exist");
      }
      FileStatus status = files.getFileStatus(root);
      if (!status.isDir()) {
        return List.of(status.getPath().toString());
      }
      List<String> found = new ArrayList<>();
      collect(files, root, found);
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

  private static void collect(FileSystem files, Path folder, List<String> found)
      throws IOException {
    FileStatus[] children = files.listStatus(folder);
    if (children == null) {
      throw new IOException(shown(folder) + " cannot be listed");
    }
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      if (InputNames.isHidden(name)) {
        continue;
      }
      if (child.isDir()) {
        collect(files, child.getPath(), found);
      } else if (InputNames.isCsv(name) && child.getLen() > 0) {
        found.add(child.getPath().toString());
      }
    }
  }

  private static InputStream open(String file) throws IOException {
    Path path = new Path(file);
    return path.getFileSystem().open(path);
  }

  static void write(Path file, String text) throws IOException {
    try (Writer out =
        new OutputStreamWriter(
            file.getFileSystem().create(file, FileSystem.WriteMode.OVERWRITE),
            StandardCharsets.UTF_8)) {
      out.write(text);
    }
  }

  /** {@code path} as a person would write it: without {@code file:}. */
  static String shown(Path path) {
    URI uri = path.toUri();
    return uri.getScheme() == null || uri.getScheme().equals("file")
        ? uri.getPath()
        : path.toString();
  }
}
