package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.WritableComparable;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat;
import org.apache.hadoop.mapreduce.lib.partition.InputSampler;
import org.apache.hadoop.mapreduce.lib.partition.TotalOrderPartitioner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.hadoop.SteppedFileSystem.Died;
import org.partitioners.range.Inclusive;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;

/** With Hadoop's own {@code TotalOrderPartitioner} and {@code InputSampler}. */
class SplitPointsTest {

  private final Configuration configuration = new Configuration();
  @TempDir java.nio.file.Path temporary;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = new Path(temporary.toString(), "points");
  }

  /** Sorts backwards, on bytes. */
  public static final class Backwards extends LongWritable.DecreasingComparator {}

  private Job job(Class<? extends Writable> key, int numPartitions) throws IOException {
    Job job = Job.getInstance(configuration);
    job.setMapOutputKeyClass(key);
    job.setNumReduceTasks(numPartitions);
    TotalOrderPartitioner.setPartitionFile(job.getConfiguration(), file);
    return job;
  }

  private SequenceFile.Writer writer(Path path, Class<? extends Writable> key) throws IOException {
    return SequenceFile.createWriter(
        configuration,
        SequenceFile.Writer.file(path),
        SequenceFile.Writer.keyClass(key),
        SequenceFile.Writer.valueClass(NullWritable.class));
  }

  @SuppressWarnings("rawtypes")
  private static <W extends WritableComparable> TotalOrderPartitioner<W, NullWritable> hadoops(
      Job job) {
    TotalOrderPartitioner<W, NullWritable> partitioner = new TotalOrderPartitioner<>();
    partitioner.setConf(job.getConfiguration());
    return partitioner;
  }

  /** Hadoop's partitioner reads what was written, and places every key as the library's does. */
  @SuppressWarnings("rawtypes")
  private <K> void assertPlacedAlike(
      RangeBoundaries<K> boundaries, WritableKeys<K> keys, List<K> probes, Job job)
      throws IOException {
    SplitPoints.write(file, boundaries, keys, configuration);
    TotalOrderPartitioner<WritableComparable, NullWritable> hadoops = hadoops(job);
    RangePartitioner<K> ours = RangePartitioner.of(boundaries);
    for (K probe : probes) {
      assertThat(
              hadoops.getPartition(
                  (WritableComparable) keys.writable(probe), NullWritable.get(), boundaries.size()))
          .isEqualTo(ours.partition(probe));
    }
    RangeBoundaries<K> read = SplitPoints.read(file, keys, configuration);
    assertThat(RangePartitioner.of(read)).isEqualTo(ours);
  }

  @Test
  void hadoopPlacesStringsAlike() throws IOException {
    assertPlacedAlike(
        RangeBoundaries.of(List.of("b", "mä", "\u4e2d")),
        WritableKeys.strings(),
        List.of("", "a", "b", "ba", "m", "mä", "mäh", "mz", "\u4e2d", "\uE000", "\uD83D\uDE00"),
        job(Text.class, 4));
  }

  @Test
  void hadoopPlacesNumbersAndBytesAlike() throws IOException {
    assertPlacedAlike(
        RangeBoundaries.of(List.of(-5L, 0L, 7L)),
        WritableKeys.longs(),
        List.of(Long.MIN_VALUE, -6L, -5L, -4L, 0L, 6L, 7L, Long.MAX_VALUE),
        job(LongWritable.class, 4));
    assertPlacedAlike(
        RangeBoundaries.of(List.of(-5, 7)),
        WritableKeys.ints(),
        List.of(Integer.MIN_VALUE, -5, -4, 7, Integer.MAX_VALUE),
        job(IntWritable.class, 3));
    assertPlacedAlike(
        RangeBoundaries.evenBytes(5),
        WritableKeys.bytes(),
        IntStream.range(-128, 128).mapToObj(b -> new byte[] {(byte) b, 1}).toList(),
        job(org.apache.hadoop.io.BytesWritable.class, 5));
  }

  @Test
  void hadoopPlacesSerializedTextsAlike() throws IOException {
    WritableKeys<byte[]> keys = WritableKeys.serialized(Text.class);
    Function<String, byte[]> bytes = text -> keys.key(new Text(text));
    assertPlacedAlike(
        RangeBoundaries.of(
            List.of(bytes.apply("b"), bytes.apply("\uFF41"), bytes.apply("\uD83D\uDE00")),
            keys.order(),
            Inclusive.LOWER),
        keys,
        List.of("a", "b", "\uE000", "\uFF41", "\uFF42", "\uD83D\uDE00", "\uD83D\uDE01").stream()
            .map(bytes)
            .toList(),
        job(Text.class, 4));
  }

  @Test
  void hadoopPlacesByTheUsersComparatorAlike() throws IOException {
    WritableKeys<byte[]> keys = WritableKeys.serialized(LongWritable.class, Backwards.class);
    Function<Long, byte[]> bytes = number -> keys.key(new LongWritable(number));
    Job job = job(LongWritable.class, 3);
    job.setSortComparatorClass(Backwards.class);
    assertPlacedAlike(
        RangeBoundaries.of(
            List.of(bytes.apply(9L), bytes.apply(-9L)), keys.order(), Inclusive.LOWER),
        keys,
        List.of(10L, 9L, 8L, -8L, -9L, -10L).stream().map(bytes).toList(),
        job);
    assertThatThrownBy(
            () ->
                SplitPoints.read(file, WritableKeys.serialized(LongWritable.class), configuration))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("splitPoints[1]: ")
        .hasMessageEndingWith("; sort them");
  }

  @Test
  void readsWhatHadoopSampled() throws Exception {
    Path input = new Path(temporary.toString(), "input");
    try (SequenceFile.Writer writer = writer(input, LongWritable.class)) {
      for (long i = 0; i < 1000; i++) {
        writer.append(new LongWritable(i * 7919 % 1000), NullWritable.get());
      }
    }
    Job job = job(LongWritable.class, 4);
    job.setInputFormatClass(SequenceFileInputFormat.class);
    FileInputFormat.addInputPath(job, input);
    InputSampler.writePartitionFile(
        job, new InputSampler.SplitSampler<LongWritable, NullWritable>(1000));

    RangePartitioner<Long> ours =
        RangePartitioner.of(SplitPoints.read(file, WritableKeys.longs(), configuration));
    assertThat(ours.boundaries().splitPoints()).containsExactly(250L, 500L, 750L);
    TotalOrderPartitioner<LongWritable, NullWritable> hadoops = hadoops(job);
    for (long i = -1; i <= 1000; i++) {
      assertThat(ours.partition(i))
          .isEqualTo(hadoops.getPartition(new LongWritable(i), NullWritable.get(), 4));
    }
    assertThat(ours.partition(500L)).as("equal to a split point: right").isEqualTo(2);
  }

  /** Renames as HDFS does: not onto a file that is there. */
  private static final class Reluctant extends FilterFileSystem {
    Reluctant(FileSystem fs) {
      super(fs);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      return !exists(to) && super.rename(from, to);
    }
  }

  /** The points that are there whenever a writer dies; none if there is no file. */
  private Set<List<Long>> foundWhereAWriterDies(FileSystem fs) throws IOException {
    RangeBoundaries<Long> old = RangeBoundaries.of(List.of(1L, 2L, 3L));
    RangeBoundaries<Long> next = RangeBoundaries.of(List.of(4L, 5L));
    Set<List<Long>> found = new HashSet<>();
    boolean done = false;
    for (int step = 0; !done; step++) {
      SplitPoints.write(fs, file, old, WritableKeys.longs(), configuration);
      try {
        FileSystem dying = SteppedFileSystem.dying(fs, step);
        SplitPoints.write(dying, file, next, WritableKeys.longs(), configuration);
        done = true;
      } catch (Died e) {
        assertThat(step).isLessThan(100);
      }
      found.add(
          fs.exists(file)
              ? SplitPoints.read(file, WritableKeys.longs(), configuration).splitPoints()
              : List.of());
    }
    return found;
  }

  @Test
  void leavesTheOldOrTheNewPointsWhereverAWriterDies() throws IOException {
    FileSystem local = FileSystem.getLocal(configuration).getRawFileSystem();
    assertThat(foundWhereAWriterDies(local))
        .containsExactlyInAnyOrder(List.of(1L, 2L, 3L), List.of(4L, 5L));
    assertThat(foundWhereAWriterDies(new Reluctant(local)))
        .containsExactlyInAnyOrder(List.of(1L, 2L, 3L), List.of(4L, 5L), List.of());
  }

  @Test
  void leavesNothingBesideThePoints() throws IOException {
    RangeBoundaries<Long> points = RangeBoundaries.of(List.of(1L));
    SplitPoints.write(file, points, WritableKeys.longs(), configuration);
    SplitPoints.write(file, points, WritableKeys.longs(), configuration);
    Path folder = new Path(file, "no-folder");
    assertThatThrownBy(() -> SplitPoints.write(folder, points, WritableKeys.longs(), configuration))
        .isInstanceOf(IOException.class);

    assertThatThrownBy(
            () -> SplitPoints.write(file.getParent(), points, WritableKeys.longs(), configuration))
        .isInstanceOf(IOException.class)
        .hasMessage(file.getParent() + ": is a folder; name a file");
    try (var files = Files.list(temporary)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("points", ".points.crc");
    }
  }

  @Test
  void refusesDuplicatesAsHadoopDoes() throws IOException {
    try (SequenceFile.Writer writer = writer(file, Text.class)) {
      writer.append(new Text("a"), NullWritable.get());
      writer.append(new Text("a"), NullWritable.get());
    }
    assertThatThrownBy(() -> SplitPoints.read(file, WritableKeys.strings(), configuration))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file + ": splitPoints[1]: a not after splitPoints[0]: a; leave out repetitions");
    Job job = job(Text.class, 3);
    assertThatThrownBy(() -> hadoops(job)).hasRootCauseMessage("Split points are out of order");
  }

  @Test
  void refusesWhatHadoopOrdersDifferently() throws IOException {
    String message =
        "splitPoints: \"\uFF41\" has characters from U+D800 on, which strings and Text order"
            + " differently; take WritableKeys.serialized(Text.class)";
    RangeBoundaries<String> wide = RangeBoundaries.of(List.of("\uFF41"));
    assertThatThrownBy(() -> SplitPoints.write(file, wide, WritableKeys.strings(), configuration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    try (SequenceFile.Writer writer = writer(file, Text.class)) {
      writer.append(new Text("\uFF41"), NullWritable.get());
    }
    assertThatThrownBy(() -> SplitPoints.read(file, WritableKeys.strings(), configuration))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": " + message);
    assertThatThrownBy(() -> SplitPoints.read(file, WritableKeys.longs(), configuration))
        .hasMessage(
            file
                + ": has keys of org.apache.hadoop.io.Text, not org.apache.hadoop.io.LongWritable");
  }

  @Test
  void refusesBoundariesOfAnotherOrder() {
    RangeBoundaries<Long> upper = RangeBoundaries.of(List.of(1L), Inclusive.UPPER);
    assertThatThrownBy(() -> SplitPoints.write(file, upper, WritableKeys.longs(), configuration))
        .hasMessage("boundaries: inclusive UPPER; make them Inclusive.LOWER");
    RangeBoundaries<Long> reverse =
        RangeBoundaries.of(List.of(1L), Comparator.reverseOrder(), Inclusive.LOWER);
    assertThatThrownBy(() -> SplitPoints.write(file, reverse, WritableKeys.longs(), configuration))
        .hasMessageStartingWith("boundaries: in the order ")
        .hasMessageEndingWith("; make them in WritableKeys.order()");
  }

  @Test
  void ordersAreEqualAndSurviveSerialization() {
    WritableKeys<byte[]> texts = WritableKeys.serialized(Text.class);
    WritableKeys<byte[]> backwards = WritableKeys.serialized(LongWritable.class, Backwards.class);
    assertThat(texts.order())
        .isEqualTo(WritableKeys.serialized(Text.class).order())
        .hasSameHashCodeAs(WritableKeys.serialized(Text.class).order())
        .isNotEqualTo(backwards.order())
        .hasToString("RawOrder[org.apache.hadoop.io.Text]");
    assertThat(backwards.order()).hasToString("RawOrder[" + Backwards.class.getName() + "]");
    RangePartitioner<byte[]> partitioner =
        RangePartitioner.of(RangeBoundaries.of(List.of(), texts.order(), Inclusive.LOWER));
    assertThat(partitioner.fingerprint()).startsWith("org.partitioners.range.RangePartitioner(1)#");
  }
}
