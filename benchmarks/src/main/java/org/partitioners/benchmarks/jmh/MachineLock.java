package org.partitioners.benchmarks.jmh;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/** The file that JMH locks while it measures, one benchmark on a machine at a time. */
public final class MachineLock {
  private final Path file;

  /** The lock that is that file. */
  MachineLock(Path file) {
    this.file = file;
  }

  /** The lock of this machine, or rather of the folder for its temporary files. */
  public static MachineLock ofJmh() {
    return new MachineLock(Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock"));
  }

  /** Whether another benchmark is running now; takes the lock for a moment to find out. */
  public boolean isTaken() throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }
}
