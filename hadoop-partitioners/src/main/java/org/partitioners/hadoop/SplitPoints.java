package org.partitioners.hadoop;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.util.ReflectionUtils;
import org.partitioners.range.Inclusive;
import org.partitioners.range.RangeBoundaries;

/**
 * Split points in the files of Hadoop's {@code TotalOrderPartitioner}: sequence files of keys,
 * which it reads and {@code InputSampler} writes. A job with n reduce tasks needs n − 1 points.
 *
 * <p>A key equal to a split point goes to the range on its right, here ({@link Inclusive#LOWER}) as
 * there.
 */
public final class SplitPoints {

  private SplitPoints() {}

  /**
   * Writes split points, in place of a file that is there.
   *
   * <p>They are written aside and then given the name, so whoever dies while writing leaves the old
   * points or the new ones, never a part of them. Where a rename does not replace a file, as in
   * HDFS and S3, the old one is deleted just before: there is none for that moment, and if the
   * writer dies in it. An abandoned {@code _NAME.RANDOM.tmp} beside may be deleted.
   *
   * @param boundaries in the order of the keys, {@link Inclusive#LOWER}
   * @throws IllegalArgumentException if they are in another order, or include the upper end, or a
   *     split point is a text that Hadoop orders differently
   */
  public static <K> void write(
      Path file, RangeBoundaries<K> boundaries, WritableKeys<K> keys, Configuration configuration)
      throws IOException {
    requireNonNull(configuration, "configuration");
    write(file.getFileSystem(configuration), file, boundaries, keys, configuration);
  }

  /** The same in a file system. */
  static <K> void write(
      FileSystem fs,
      Path file,
      RangeBoundaries<K> boundaries,
      WritableKeys<K> keys,
      Configuration configuration)
      throws IOException {
    if (boundaries.inclusive() != Inclusive.LOWER) {
      throw new IllegalArgumentException(
          "boundaries: inclusive " + boundaries.inclusive() + "; make them Inclusive.LOWER");
    }
    if (!boundaries.order().equals(keys.order())) {
      throw new IllegalArgumentException(
          "boundaries: in the order "
              + boundaries.order()
              + ", but Hadoop sorts the keys by "
              + keys.order()
              + "; make them in WritableKeys.order()");
    }
    if (fs.exists(file) && fs.getFileStatus(file).isDirectory()) {
      throw new IOException(file + ": is a folder; name a file");
    }
    List<Writable> points = new ArrayList<>();
    for (K point : boundaries.splitPoints()) {
      points.add(keys.writable(keys.checkSplitPoint(point)));
    }
    Path aside =
        new Path(file.getParent(), "_" + file.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      write(fs, aside, points, keys.type(), configuration);
      replace(fs, aside, file);
    } catch (IOException e) {
      AtomicCreate.deleteIfPossible(fs, aside);
      throw e;
    }
  }

  private static void write(
      FileSystem fs,
      Path file,
      List<Writable> points,
      Class<? extends Writable> type,
      Configuration configuration)
      throws IOException {
    try (FSDataOutputStream out = fs.create(file, false);
        SequenceFile.Writer writer =
            SequenceFile.createWriter(
                configuration,
                SequenceFile.Writer.stream(out),
                SequenceFile.Writer.keyClass(type),
                SequenceFile.Writer.valueClass(NullWritable.class),
                SequenceFile.Writer.compression(SequenceFile.CompressionType.NONE))) {
      for (Writable point : points) {
        writer.append(point, NullWritable.get());
      }
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        writer.hsync();
      }
    }
  }

  private static void replace(FileSystem fs, Path written, Path file) throws IOException {
    if (renames(fs, written, file)) {
      return;
    }
    fs.delete(file, false);
    if (!renames(fs, written, file)) {
      throw new IOException(file + ": cannot be given to " + written + ", which has the points");
    }
  }

  /** Hadoop leaves open how a file system says that there is one of the name. */
  private static boolean renames(FileSystem fs, Path written, Path file) throws IOException {
    try {
      return fs.rename(written, file);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * Reads split points.
   *
   * @throws IOException if the file holds keys of another type, a point that is not after the one
   *     before it, or a text that Hadoop orders differently
   */
  public static <K> RangeBoundaries<K> read(
      Path file, WritableKeys<K> keys, Configuration configuration) throws IOException {
    List<K> points = new ArrayList<>();
    try (SequenceFile.Reader reader =
        new SequenceFile.Reader(
            requireNonNull(configuration, "configuration"), SequenceFile.Reader.file(file))) {
      if (reader.getKeyClass() != keys.type()) {
        throw new IOException(
            file + ": has keys of " + reader.getKeyClassName() + ", not " + keys.type().getName());
      }
      Writable key = ReflectionUtils.newInstance(keys.type(), configuration);
      while (reader.next(key)) {
        points.add(keys.checkSplitPoint(keys.key(key)));
      }
      return RangeBoundaries.of(points, keys.order(), Inclusive.LOWER);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
