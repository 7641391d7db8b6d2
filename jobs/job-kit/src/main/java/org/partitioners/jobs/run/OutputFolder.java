package org.partitioners.jobs.run;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.ReportFiles;

/**
 * The folder that takes a job's results, laid out by the jobs' contract.
 *
 * @param files the files it is among
 * @param root its path
 * @param strategies the names of all strategies that any job may have written for
 */
public record OutputFolder(FileStore files, String root, Set<String> strategies) {
  private static final List<String> REPORTS =
      List.of(
          "report.html",
          "report.json",
          "report.svg",
          "report-over-time.svg",
          "report-by-event-time.svg");

  /** A map, one that is being written, or the note that earlier ones are not kept. */
  private static final Pattern MAP =
      Pattern.compile("epoch-\\d{19}\\.json|_epoch-\\d{19}\\..*\\.tmp|collected-\\d{19}");

  public OutputFolder {
    strategies = Set.copyOf(strategies);
  }

  /** The folder of a strategy's counts. */
  public String counts(String strategy) {
    return root + "/" + strategy + "/counts";
  }

  /** The folder of all events that a strategy has laid out. */
  public String events(String strategy) {
    return root + "/" + strategy + "/events";
  }

  /** The list of these events' partitions. */
  public String partitions(String strategy) {
    return root + "/" + strategy + "/partitions.json";
  }

  /** The folder of all that a strategy has kept, with the maps by which others find it. */
  public String data(String strategy) {
    return root + "/" + strategy;
  }

  /** The folder of the rows that could not be read. */
  public String rejected() {
    return root + "/rejected";
  }

  /** The folder of the rows whose window had closed. */
  public String late() {
    return root + "/late";
  }

  /** The page to look at. */
  String page() {
    return root + "/report.html";
  }

  /**
   * Refuses an input that lies in this folder: clearing the one would take the other.
   *
   * @throws UsageError if it does
   */
  void requireApartFrom(String input) {
    if ((input + "/").startsWith(root + "/")) {
      throw new UsageError(
          "--output: "
              + FileStore.shown(root)
              + " holds --input "
              + FileStore.shown(input)
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
      FileStore.Entry entry = files.find(root);
      if (entry != null && !entry.isFolder()) {
        throw new UsageError("--output: " + FileStore.shown(root) + " is a file, not a folder");
      }
      files.makeFolders(root);
      String probe = root + "/.writable";
      files.create(probe).close();
      files.delete(probe);
      if (entry == null) {
        files.delete(root);
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
    try {
      if (isFolder(root) && !files.list(root).isEmpty()) {
        throw new UsageError(
            "--output: "
                + FileStore.shown(root)
                + " is not empty; choose another folder or add --overwrite");
      }
    } catch (IOException failed) {
      throw unusable(failed);
    }
  }

  /**
   * Makes the folder ready: takes away the files of an earlier run of a job, and nothing else.
   *
   * @throws UsageError if it cannot, or others' files are where maps are to be
   */
  public void clear() {
    try {
      for (String report : REPORTS) {
        files.delete(root + "/" + report);
      }
      clearParts(late());
      clearParts(rejected());
      for (String strategy : strategies) {
        clearParts(counts(strategy));
        files.delete(partitions(strategy));
        clearMaps(data(strategy) + "/maps");
        clearMaps(data(strategy) + "/_maps");
        clearTree(events(strategy));
        clearTree(data(strategy) + "/" + CountsByKey.FOLDER);
        deleteIfEmpty(root + "/" + strategy);
      }
      files.makeFolders(root);
    } catch (IOException failed) {
      throw unusable(failed);
    }
  }

  private void clearTree(String folder) throws IOException {
    if (isFolder(folder)) {
      for (FileStore.Entry child : files.list(folder)) {
        if (child.isFolder()) {
          clearTree(child.path());
        }
      }
      clearParts(folder);
    }
  }

  private void clearMaps(String folder) throws IOException {
    if (isFolder(folder)) {
      for (FileStore.Entry file : files.list(folder)) {
        if (MAP.matcher(file.name()).matches()) {
          files.delete(file.path());
        }
      }
      deleteIfEmpty(folder);
    }
    if (files.find(folder) != null) {
      // Maps are published by renaming a folder, which cannot be there.
      throw new UsageError(
          "--output: "
              + FileStore.shown(folder)
              + " holds what no job has written; choose another folder");
    }
  }

  private void clearParts(String folder) throws IOException {
    if (isFolder(folder)) {
      for (FileStore.Entry file : files.list(folder)) {
        if (file.name().startsWith(CsvTable.PREFIX)
            || file.name().startsWith("." + CsvTable.PREFIX)) {
          files.delete(file.path());
        }
      }
      deleteIfEmpty(folder);
    }
  }

  private void deleteIfEmpty(String folder) throws IOException {
    if (isFolder(folder) && files.list(folder).isEmpty()) {
      files.delete(folder);
    }
  }

  private boolean isFolder(String path) throws IOException {
    FileStore.Entry entry = files.find(path);
    return entry != null && entry.isFolder();
  }

  private UsageError unusable(IOException failed) {
    return new UsageError(
        "--output: cannot write to "
            + FileStore.shown(root)
            + " ("
            + failed.getMessage()
            + "); choose a folder that can be made and written to",
        failed);
  }

  void write(JobReport report) {
    ReportFiles.of(report).forEach((name, text) -> write(root + "/" + name, text));
  }

  /**
   * Writes a file.
   *
   * @throws JobFailure if it cannot be written
   */
  public void write(String file, String text) {
    try {
      files.write(file, text);
    } catch (IOException failed) {
      throw JobFailure.because("cannot write " + FileStore.shown(file), failed);
    }
  }
}
