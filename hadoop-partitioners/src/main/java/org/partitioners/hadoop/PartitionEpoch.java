package org.partitioners.hadoop;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The mark in a partition's folder that tells readers which map to know: an empty file {@code
 * _epoch-NUMBER}. Who reads by an older map reloads it, and answers anew.
 *
 * <p>Whoever moves records writes them to folders that no earlier map names, publishes the map that
 * names them, marks the folders that records have left, and only then deletes the files there, but
 * not the mark: where a folder goes with its last file, it would go, too. So a reader finds every
 * record once by the old map, until a mark tells it of the new one.
 */
public final class PartitionEpoch {

  private static final Pattern MARK = Pattern.compile("_epoch-(\\d{19})");

  private PartitionEpoch() {}

  /**
   * Marks a partition.
   *
   * @param partition its folder, which is made if need be
   * @param epoch of the map that readers must know, which has been published
   * @throws IllegalArgumentException if the epoch is less than 1
   */
  public static void mark(FileSystem fs, Path partition, long epoch) throws IOException {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch: " + epoch + " not in [1.." + Long.MAX_VALUE + "]");
    }
    fs.mkdirs(partition);
    fs.create(new Path(partition, String.format(Locale.ROOT, "_epoch-%019d", epoch)), true).close();
    for (FileStatus file : fs.listStatus(partition)) {
      long earlier = of(file.getPath().getName());
      if (earlier > 0 && earlier < epoch) {
        fs.delete(file.getPath(), false);
      }
    }
  }

  /** The epoch that a file's name tells of; 0 if it is no mark. */
  static long of(String name) {
    Matcher mark = MARK.matcher(name);
    try {
      return mark.matches() ? Long.parseLong(mark.group(1)) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
