package org.partitioners.hadoop;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
   * @param boundaries in the order of the keys, {@link Inclusive#LOWER}
   * @throws IllegalArgumentException if they are in another order, or include the upper end, or a
   *     split point is a text that Hadoop orders differently
   */
  public static <K> void write(
      Path file, RangeBoundaries<K> boundaries, WritableKeys<K> keys, Configuration configuration)
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
    List<Writable> points = new ArrayList<>();
    for (K point : boundaries.splitPoints()) {
      points.add(keys.writable(keys.checkSplitPoint(point)));
    }
    try (SequenceFile.Writer writer =
        SequenceFile.createWriter(
            requireNonNull(configuration, "configuration"),
            SequenceFile.Writer.file(file),
            SequenceFile.Writer.keyClass(keys.type()),
            SequenceFile.Writer.valueClass(NullWritable.class),
            SequenceFile.Writer.compression(SequenceFile.CompressionType.NONE))) {
      for (Writable point : points) {
        writer.append(point, NullWritable.get());
      }
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
