package org.partitioners.jobs.lookup;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.partitioners.KeyPartitioner;
import org.partitioners.hadoop.Answer;
import org.partitioners.hadoop.LineFormat;
import org.partitioners.hadoop.PartitionedReader;
import org.partitioners.hadoop.Touched;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.layout.EventFile;
import org.partitioners.jobs.layout.EventLine;
import org.partitioners.range.CompoundKey;
import org.partitioners.range.CompoundPartitioner;
import org.partitioners.range.KeyRange;

/** Finds events by what their files are sorted by. */
sealed interface EventLookup extends DataLookup {

  @Override
  Answer<EventLine> find(@Nullable String key, @Nullable String from, @Nullable String to)
      throws IOException;

  /**
   * The events of {@code from <= time < to}.
   *
   * @param sensor whose; null for everyone's
   * @param from the first time, in epoch milliseconds
   * @param to the one after the last, greater than {@code from}
   */
  Answer<EventLine> between(@Nullable String sensor, long from, long to) throws IOException;

  @Override
  default String header() {
    return String.join(",", EventFile.header());
  }

  /** In the data of a folder, which its map says how to ask. */
  static EventLookup in(Path data) throws IOException {
    long partitions = DataMaps.partitions(data);
    KeyPartitioner<?> partitioner = DataMaps.latest(data).partitioner().rebuild();
    return partitioner instanceof CompoundPartitioner<?, ?>
        ? new BySensor(reader(data, EventLookup::sensorAndTime, BySensor.ORDER), partitions)
        : new ByTime(reader(data, line -> line.event().timestamp(), ByTime.ORDER), partitions);
  }

  private static CompoundKey<String, Long> sensorAndTime(EventLine line) {
    return new CompoundKey<>(line.event().key(), line.event().timestamp());
  }

  private static <K> PartitionedReader<K, EventLine> reader(
      Path data, Function<EventLine, K> key, Comparator<? super K> order) throws IOException {
    return PartitionedReader.of(
        data,
        new Configuration(),
        DataMaps.in(data),
        LineFormat.sorted(EventLine::parse, key, order)
            .withHeader(String.join(",", EventFile.header())));
  }

  /** In files sorted by time. */
  record ByTime(PartitionedReader<Long, EventLine> reader, long partitions) implements EventLookup {
    private static final Comparator<Long> ORDER = Comparator.naturalOrder();

    @Override
    public Answer<EventLine> between(@Nullable String sensor, long from, long to)
        throws IOException {
      PartitionedReader<Long, EventLine> wanted =
          sensor == null ? reader : reader.where(line -> line.event().key().equals(sensor));
      return wanted.range(from, to);
    }

    @Override
    public Answer<EventLine> find(@Nullable String key, @Nullable String from, @Nullable String to)
        throws IOException {
      if (from == null || to == null) {
        return reader.get(TimeText.of("--key", String.valueOf(key)));
      }
      if (key != null) {
        throw new UsageError("--key: the data is sorted by time; leave out --from and --to");
      }
      return DataMaps.range(reader, ORDER, TimeText.of("--from", from), TimeText.of("--to", to));
    }
  }

  /** In files sorted by sensor, then time. */
  record BySensor(PartitionedReader<CompoundKey<String, Long>, EventLine> reader, long partitions)
      implements EventLookup {
    private static final Comparator<CompoundKey<String, Long>> ORDER =
        CompoundKey.order(Comparator.<String>naturalOrder(), Comparator.<Long>naturalOrder());
    private static final Answer<EventLine> NOTHING = new Answer<>(List.of(), new Touched(0, 0, 0));

    @Override
    public Answer<EventLine> between(@Nullable String sensor, long from, long to)
        throws IOException {
      PartitionedReader<CompoundKey<String, Long>, EventLine> then =
          reader.during(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to));
      return sensor == null
          ? then.clustering(KeyRange.of(from, to))
          : then.range(new CompoundKey<>(sensor, from), new CompoundKey<>(sensor, to));
    }

    @Override
    public Answer<EventLine> find(@Nullable String key, @Nullable String from, @Nullable String to)
        throws IOException {
      if (from == null || to == null) {
        return ofSensor(String.valueOf(key));
      }
      if (key == null && !areTimes(from, to)) {
        return DataMaps.range(
            reader,
            ORDER,
            new CompoundKey<>(from, Long.MIN_VALUE),
            new CompoundKey<>(to, Long.MIN_VALUE));
      }
      long begin = TimeText.of("--from", from);
      long end = TimeText.of("--to", to);
      DataMaps.requireOrder(Long.compare(begin, end));
      return begin == end ? NOTHING : between(key, begin, end);
    }

    private Answer<EventLine> ofSensor(String sensor) throws IOException {
      Answer<EventLine> answer =
          reader.range(
              new CompoundKey<>(sensor, Long.MIN_VALUE), new CompoundKey<>(sensor, Long.MAX_VALUE));
      if (answer.records().isEmpty() && TimeText.isIso(sensor)) {
        throw new UsageError(
            "--key: there is no sensor '"
                + sensor
                + "', by which the data is sorted; for times give --from and --to");
      }
      return answer;
    }

    /** Whether both ends are times; refuses those that cannot be compared. */
    private static boolean areTimes(String from, String to) {
      boolean times = TimeText.isTime(from);
      if (times != TimeText.isTime(to)) {
        throw new UsageError(
            (times ? "--to" : "--from")
                + ": '"
                + (times ? to : from)
                + "' is not a time, but "
                + (times ? "--from" : "--to")
                + " is; give two times, or two sensors");
      }
      return times;
    }
  }
}
