package org.partitioners.jobs.events;

import java.io.Serializable;

/**
 * Where a file stands in its input: all a reader must know of the files before it.
 *
 * @param file the file's path, as its {@link InputOpener} understands it
 * @param rowsBefore rows in the files before it, at least 0
 * @param highWater the largest timestamp of an accepted or late row before it, {@link
 *     Lateness#NONE} when there is none
 */
public record FileStart(String file, long rowsBefore, long highWater) implements Serializable {
  /** Checks the bounds of {@code rowsBefore}. */
  public FileStart {
    if (rowsBefore < 0) {
      throw new IllegalArgumentException(
          "rowsBefore: " + rowsBefore + " not in [0.." + Long.MAX_VALUE + "]");
    }
  }

  /** The start of an input's first file. */
  public static FileStart first(String file) {
    return new FileStart(file, 0, Lateness.NONE);
  }
}
