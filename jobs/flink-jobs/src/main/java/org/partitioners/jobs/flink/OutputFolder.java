package org.partitioners.jobs.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.ReportFiles;

/** The folder that takes a job's results, laid out by the jobs' contract. */
record OutputFolder(Path root) {
  private static final List<String> REPORTS =
      List.of(
          "report.html",
          "report.json",
          "report.svg",
          "report-over-time.svg",
          "report-by-event-time.svg");

  Path counts(Strategy strategy) {
    return new Path(new Path(root, strategy.toString()), "counts");
  }

  /** The folder of all events that a strategy has laid out. */
  Path events(LayoutStrategy strategy) {
    return new Path(new Path(root, strategy.toString()), "events");
  }

  /** The map of these events' partitions. */
  Path partitions(LayoutStrategy strategy) {
    return new Path(new Path(root, strategy.toString()), "partitions.json");
  }

  Path rejected() {
    return new Path(root, "rejected");
  }

  Path late() {
    return new Path(root, "late");
  }

  /** The page to look at. */
  Path page() {
    return new Path(root, "report.html");
  }

  /**
   * Refuses an input that lies in this folder: clearing the one would take the other.
   *
   * @throws UsageError if it does
   */
  void requireApartFrom(Path input) {
    String folder = root.toString() + Path.SEPARATOR;
    if ((input.toString() + Path.SEPARATOR).startsWith(folder)) {
      throw new UsageError(
          "--output: "
              + FlinkFiles.shown(root)
              + " holds --input "
              + FlinkFiles.shown(input)
              + "; choose another folder");
    }
  }

  /**
   * Refuses a folder that cannot be made or written to; leaves no trace of having tried.
   *
   * @throws UsageError if it cannot
   */
  void requireWritable() {
    try {
      boolean absent = !files().exists(root);
      if (!absent && !files().getFileStatus(root).isDir()) {
        throw new UsageError("--output: " + FlinkFiles.shown(root) + " is a file, not a folder");
      }
      files().mkdirs(root);
      Path probe = new Path(root, ".writable");
      files().create(probe, FileSystem.WriteMode.OVERWRITE).close();
      files().delete(probe, false);
      if (absent) {
        files().delete(root, false);
      }
    } catch (IOException failed) {
      throw unusable(failed);
    }
  }

  /**
   * Refuses a folder that holds anything.
   *
   * @throws UsageError if the folder is not empty, or is a file
   */
  void requireEmpty() {
    if (!children().isEmpty()) {
      throw new UsageError(
          "--output: "
              + FlinkFiles.shown(root)
              + " is not empty; choose another folder or add --overwrite");
    }
  }

  /** Makes the folder ready: takes away the files of an earlier run of a job, and nothing else. */
  void clear() {
    try {
      for (String report : REPORTS) {
        files().delete(new Path(root, report), false);
      }
      clearParts(late());
      clearParts(rejected());
      for (Strategy strategy : Strategy.values()) {
        clearParts(counts(strategy));
        deleteIfEmpty(counts(strategy).getParent());
      }
      for (LayoutStrategy strategy : LayoutStrategy.values()) {
        files().delete(partitions(strategy), false);
        clearTree(events(strategy));
        deleteIfEmpty(events(strategy).getParent());
      }
      files().mkdirs(root);
    } catch (IOException failed) {
      throw unusable(failed);
    }
  }

  private void clearTree(Path folder) throws IOException {
    if (files().exists(folder) && files().getFileStatus(folder).isDir()) {
      for (FileStatus child : files().listStatus(folder)) {
        if (child.isDir()) {
          clearTree(child.getPath());
        }
      }
      clearParts(folder);
    }
  }

  private void clearParts(Path folder) throws IOException {
    if (files().exists(folder) && files().getFileStatus(folder).isDir()) {
      for (FileStatus file : files().listStatus(folder)) {
        String name = file.getPath().getName();
        if (name.startsWith(CsvLines.PREFIX) || name.startsWith("." + CsvLines.PREFIX)) {
          files().delete(file.getPath(), false);
        }
      }
      deleteIfEmpty(folder);
    }
  }

  private void deleteIfEmpty(Path folder) throws IOException {
    if (files().exists(folder)
        && files().getFileStatus(folder).isDir()
        && files().listStatus(folder).length == 0) {
      files().delete(folder, false);
    }
  }

  private List<Path> children() {
    List<Path> children = new ArrayList<>();
    try {
      FileSystem files = files();
      if (files.exists(root)) {
        for (FileStatus child : files.listStatus(root)) {
          children.add(child.getPath());
        }
      }
      return children;
    } catch (IOException failed) {
      throw unusable(failed);
    }
  }

  private FileSystem files() throws IOException {
    return root.getFileSystem();
  }

  private UsageError unusable(IOException failed) {
    return new UsageError(
        "--output: cannot write to "
            + FlinkFiles.shown(root)
            + " ("
            + failed.getMessage()
            + "); choose a folder that can be made and written to",
        failed);
  }

  void write(JobReport report) {
    ReportFiles.of(report).forEach((name, text) -> write(new Path(root, name), text));
  }

  /**
   * Writes a file.
   *
   * @throws JobFailure if it cannot be written
   */
  static void write(Path file, String text) {
    try {
      FlinkFiles.write(file, text);
    } catch (IOException failed) {
      throw JobFailure.because("cannot write " + FlinkFiles.shown(file), failed);
    }
  }
}
