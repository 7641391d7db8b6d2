package org.partitioners.hadoop;

import static org.apache.hadoop.fs.Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Set;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.io.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * How a file comes to be whole at once, and only where there is none of its name yet. No single way
 * does this on all file systems: which one is right is told by {@link #on}.
 */
public enum AtomicCreate {

  /**
   * By a hard link to a file written beside: for the local file system, where a rename would
   * silently replace a file of the same name. The folder is synced, too.
   */
  HARD_LINK {
    @Override
    boolean publish(FileSystem fs, Path written, Path target) throws IOException {
      java.nio.file.Path link = local(fs, target);
      try {
        Files.createLink(link, local(fs, written));
      } catch (FileAlreadyExistsException | NoSuchFileException e) {
        return false;
      }
      try (FileChannel folder = FileChannel.open(link.getParent())) {
        folder.force(true);
      }
      return true;
    }

    private static java.nio.file.Path local(FileSystem fs, Path path) {
      return java.nio.file.Path.of(fs.makeQualified(path).toUri().getPath());
    }
  },

  /**
   * By renaming a file written beside, which fails if there is one of the name: for HDFS, Ozone and
   * Azure's storage with a hierarchical namespace, where that is one atomic step.
   */
  RENAME {
    @Override
    boolean publish(FileSystem fs, Path written, Path target) throws IOException {
      return fs.rename(written, target);
    }
  },

  /**
   * By a conditional write of the whole file, which an object store makes visible, or refuses, when
   * it ends: for S3 by S3A, where a rename is a copy that others can see and overtake.
   */
  CONDITIONAL_CREATE {
    @Override
    void write(FileSystem fs, Path target, Path temporary, byte[] content) throws IOException {
      FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(target);
      builder.create().overwrite(true).recursive();
      builder.must(FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
      try {
        putWhole(builder.build(), content);
      } catch (IOException e) {
        if (fs.exists(target) && !holds(fs, target, content)) {
          throw exists(target, e);
        }
        throw e;
      }
    }

    /** To close what could not be written would make a part of it visible. */
    private static void putWhole(FSDataOutputStream out, byte[] content) throws IOException {
      try {
        out.write(content);
      } catch (IOException e) {
        if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
          out.abort();
        }
        throw e;
      }
      out.close();
    }

    @Override
    boolean publish(FileSystem fs, Path written, Path target) {
      throw new AssertionError("nothing is written beside");
    }
  };

  private static final Set<String> RENAMING =
      Set.of("hdfs", "webhdfs", "swebhdfs", "ofs", "o3fs", "abfs", "abfss");

  /**
   * The way that suits a file system: a conditional create where it says that it has one, as S3A
   * does unless {@code fs.s3a.create.conditional.enabled} is off; otherwise by its scheme.
   *
   * @param folder where files are to be created
   * @throws IllegalArgumentException if none is known to be safe: then the caller has to know, and
   *     name it
   */
  public static AtomicCreate on(FileSystem fs, Path folder) throws IOException {
    if (fs.hasPathCapability(folder, FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)) {
      return CONDITIONAL_CREATE;
    }
    String scheme = fs.getUri().getScheme();
    if (scheme.equals("file")) {
      return HARD_LINK;
    }
    if (RENAMING.contains(scheme)) {
      return RENAME;
    }
    throw new IllegalArgumentException(
        "fs: "
            + fs.getUri()
            + " is not known to create files atomically; on S3 enable"
            + " fs.s3a.create.conditional.enabled, elsewhere name an AtomicCreate that is safe");
  }

  /**
   * Creates a file with this content.
   *
   * @param temporary where it may be written first
   * @throws org.apache.hadoop.fs.FileAlreadyExistsException if there is a file of the name, or was
   *     one until it was collected
   */
  void write(FileSystem fs, Path target, Path temporary, byte[] content) throws IOException {
    try {
      writeSynced(fs.create(temporary, false), content);
      if (!publish(fs, temporary, target)
          && (fs.exists(temporary) || !holds(fs, target, content))) {
        throw exists(target, null);
      }
    } finally {
      deleteIfPossible(fs, temporary);
    }
  }

  /** If HDFS cannot write, closing fails for the very same reason, and must not hide it. */
  private static void writeSynced(FSDataOutputStream out, byte[] content) throws IOException {
    try {
      out.write(content);
      out.hsync();
    } catch (IOException e) {
      IOUtils.closeStream(out);
      throw e;
    }
    out.close();
  }

  static void deleteIfPossible(FileSystem fs, Path temporary) {
    try {
      fs.delete(temporary, false);
    } catch (IOException e) {
      // It is left to the collector: what counts is done.
    }
  }

  /**
   * Gives a file that has been written its name, in one step; false if there is a file of the name,
   * or the one written is gone: then another has collected it with all that was of no use any
   * longer, unless an earlier attempt, whose answer was lost, has moved it.
   */
  abstract boolean publish(FileSystem fs, Path written, Path target) throws IOException;

  /** Whether a file has this content. */
  static boolean holds(FileSystem fs, Path path, byte[] content) throws IOException {
    try {
      return Arrays.equals(read(fs, path), content);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  static byte[] read(FileSystem fs, Path path) throws IOException {
    try (FSDataInputStream in = fs.open(path)) {
      return in.readAllBytes();
    }
  }

  private static IOException exists(Path target, @Nullable Throwable cause) {
    IOException exists = new org.apache.hadoop.fs.FileAlreadyExistsException(target + ": exists");
    exists.initCause(cause);
    return exists;
  }
}
