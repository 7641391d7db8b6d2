package org.partitioners.jobs.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.ReportFiles;

/** The folder that takes a job's results, laid out by the jobs' contract. */
record OutputFolder(Path root) {
  private static final List<String> OWN =
      List.of("report.html", "report.json", "report.svg", "rejected", "late");

  Path counts(Strategy strategy) {
    return new Path(new Path(root, strategy.toString()), "counts");
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

  /** Makes the folder ready: takes away what an earlier run of a job left, and nothing else. */
  void clear() {
    try {
      for (Path child : children()) {
        if (isOwn(child.getName())) {
          files().delete(child, true);
        }
      }
      files().mkdirs(root);
    } catch (IOException failed) {
      throw unusable(failed);
    }
  }

  private static boolean isOwn(String name) {
    for (Strategy strategy : Strategy.values()) {
      if (strategy.toString().equals(name)) {
        return true;
      }
    }
    return OWN.contains(name);
  }

  private List<Path> children() {
    List<Path> children = new ArrayList<>();
    try {
      FileSystem files = files();
      if (files.exists(root)) {
        if (!files.getFileStatus(root).isDir()) {
          throw new UsageError("--output: " + FlinkFiles.shown(root) + " is a file, not a folder");
        }
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
        "--output: cannot use " + FlinkFiles.shown(root) + ": " + failed.getMessage(), failed);
  }

  void write(JobReport report) {
    ReportFiles.of(report).forEach((name, text) -> write(new Path(root, name), text));
  }

  private static void write(Path file, String text) {
    try {
      FlinkFiles.write(file, text);
    } catch (IOException failed) {
      throw JobFailure.because("cannot write " + FlinkFiles.shown(file), failed);
    }
  }
}
