package org.partitioners.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of some partitions.
 *
 * @param partitions how many partitions these are
 * @param files in the order of their paths within each
 */
record PartitionFiles(FileSystem fs, int partitions, List<FileStatus> files) {

  /**
   * Lists the folders of partitions.
   *
   * @param paths the folders, below that of all data
   * @param epoch of the map that names them
   * @throws OutdatedMapException if one bears the mark of a later map, or is not there
   */
  static PartitionFiles list(
      FileSystem fs, Path data, Collection<String> paths, long epoch, Absent absent)
      throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (String path : paths) {
      Path folder = new Path(data, path);
      try {
        FileStatus[] listed = fs.listStatus(folder);
        Arrays.sort(listed, Comparator.comparing(FileStatus::getPath));
        for (FileStatus file : listed) {
          collect(file, epoch, files);
        }
      } catch (FileNotFoundException e) {
        if (absent == Absent.FAILS) {
          throw new OutdatedMapException(folder + ": is not there", e);
        }
      }
    }
    return new PartitionFiles(fs, paths.size(), files);
  }

  /** What a partition without a folder means. */
  enum Absent {
    FAILS,
    IS_EMPTY
  }

  private static void collect(FileStatus file, long epoch, List<FileStatus> files)
      throws IOException {
    String name = file.getPath().getName();
    long marked = PartitionEpoch.of(name);
    if (marked > epoch) {
      throw new OutdatedMapException(
          file.getPath().getParent() + ": is marked with epoch " + marked);
    }
    if (name.startsWith("_") || name.startsWith(".")) {
      return;
    }
    if (file.isDirectory()) {
      throw new IOException(file.getPath() + ": is a folder; a partition has files only");
    }
    files.add(file);
  }

  /** Gives all records of a span, a file after the other. */
  <K, R> Touched read(LineFormat<K, R> format, Span<K> span, Consumer<? super R> found)
      throws IOException {
    FileSearch<K, R> search = new FileSearch<>(format, span);
    long bytes = 0;
    for (FileStatus file : files) {
      try {
        bytes += search.read(fs, file, found);
      } catch (FileNotFoundException e) {
        throw new OutdatedMapException(file.getPath() + ": went after it was listed", e);
      }
    }
    return new Touched(partitions, files.size(), bytes);
  }
}
