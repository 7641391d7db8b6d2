package org.partitioners.hadoop;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.partitioners.hadoop.PartitionFiles.Absent;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.range.CompoundKey;
import org.partitioners.range.KeyRange;

/**
 * Reads a data set that was written by a partition map, and opens only the partitions that can hold
 * the answer: one for a key, as many as it is salted over for a hot one, those that meet it for a
 * range if the partitioner keeps ranges, else all. Where the latest map holds from some event time
 * on only, the places by the maps before it are looked into too, unless {@link #during} says that
 * no records of their times are wanted.
 *
 * <p>A partition is the files in its folder; names that begin with {@code _} or {@code .} are no
 * data. Sorted files are searched, and little of them is read: {@link LineFormat}.
 *
 * <p>Maps are kept in memory. The store is asked for its latest epoch before every answer, which is
 * a listing, and maps are read anew when there is a later one, when a partition's {@linkplain
 * PartitionEpoch mark} is of one, or when a folder is gone, or a file that was listed; then the
 * question is answered from the beginning by the new map. If there is none, the answer fails. So an
 * answer is never a part of one, and has all records that lay by the maps published before it was
 * asked for.
 *
 * <p>Thread-safe if the format's functions are.
 *
 * @param <K> the type of key, which is that of the map's partitioner; for {@code TimeBuckets} times
 *     as {@code Long} milliseconds or {@code Instant}
 * @param <R> the type of record
 */
public final class PartitionedReader<K, R> {

  private final FileSystem fs;
  private final Path data;
  private final LatestMaps<K> maps;
  private final LineFormat<K, R> format;
  private final Wanted<R> wanted;

  private PartitionedReader(
      FileSystem fs, Path data, LatestMaps<K> maps, LineFormat<K, R> format, Wanted<R> wanted) {
    this.fs = fs;
    this.data = data;
    this.maps = maps;
    this.format = format;
    this.wanted = wanted;
  }

  /**
   * What a reader is after besides keys.
   *
   * @param from the first event time
   * @param to the one after the last
   */
  private record Wanted<R>(Absent absent, Instant from, Instant to, Predicate<? super R> records) {
    static <R> Wanted<R> all() {
      return new Wanted<>(Absent.FAILS, Instant.MIN, Instant.MAX, record -> true);
    }
  }

  /**
   * A reader of a data set, of which every partition has a folder, be it empty.
   *
   * @param data the folder that the locations of the maps are relative to
   */
  public static <K, R> PartitionedReader<K, R> of(
      Path data, Configuration configuration, PartitionMapStore maps, LineFormat<K, R> format)
      throws IOException {
    return new PartitionedReader<>(
        data.getFileSystem(configuration),
        data,
        new LatestMaps<>(requireNonNull(maps, "maps")),
        requireNonNull(format, "format"),
        Wanted.all());
  }

  /**
   * A reader that takes a partition without a folder for an empty one, for data sets written by
   * sinks that make a folder with its first file. It cannot tell a folder that was lost.
   */
  public PartitionedReader<K, R> absentIsEmpty() {
    return with(new Wanted<>(Absent.IS_EMPTY, wanted.from, wanted.to, wanted.records));
  }

  /**
   * A reader for who wants no records but those of event times {@code from <= t < to}: it leaves
   * out the places that a map gives to records of other times only. It does not know the time of a
   * record: some of the others may be in its answers, so filter by {@link #where}.
   *
   * @throws IllegalArgumentException if {@code from} is after {@code to}
   */
  public PartitionedReader<K, R> during(Instant from, Instant to) {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException("from: " + from + " is after to: " + to + "; swap them");
    }
    return with(new Wanted<>(wanted.absent, from, to, wanted.records));
  }

  /**
   * A reader that answers with those records only that satisfy a condition, which is asked as they
   * are read: the others take no memory. It is asked after the conditions that this reader has.
   */
  public PartitionedReader<K, R> where(Predicate<? super R> condition) {
    requireNonNull(condition, "condition");
    Predicate<? super R> before = wanted.records;
    return with(
        new Wanted<>(
            wanted.absent,
            wanted.from,
            wanted.to,
            record -> before.test(record) && condition.test(record)));
  }

  /** The same data by the same maps: what one of both reloads is known to the other. */
  private PartitionedReader<K, R> with(Wanted<R> other) {
    return new PartitionedReader<>(fs, data, maps, format, other);
  }

  /** All records of a key. */
  public Answer<R> get(K key) throws IOException {
    return answer(Span.one(requireNonNull(key, "key"), format.order()));
  }

  /**
   * All records with {@code from <= key < to}.
   *
   * @throws IllegalArgumentException if {@code from} is after {@code to}
   */
  public Answer<R> range(K from, K to) throws IOException {
    return answer(
        Span.between(requireNonNull(from, "from"), requireNonNull(to, "to"), format.order()));
  }

  /**
   * All records with keys in a range.
   *
   * @throws IllegalArgumentException if the range is in another order than the format's
   */
  public Answer<R> range(KeyRange<K> range) throws IOException {
    return answer(Span.of(range, format.order()));
  }

  /**
   * All records whose clustering key is in a range, whatever their partition key, of data whose
   * keys are {@link CompoundKey compound}: opens the partitions of these clustering keys, and reads
   * them to their ends.
   *
   * @param range of clustering keys
   * @throws IllegalArgumentException if a map does not place by compound keys, or not by such
   *     clustering keys
   */
  public Answer<R> clustering(KeyRange<?> range) throws IOException {
    requireNonNull(range, "range");
    Span<K> all = Span.all(format.order());
    PartitionedReader<K, R> within =
        where(record -> PlacedMap.clusteringIsIn(range, format.key(record)));
    return within.answer(all, map -> map.clustered(range));
  }

  /**
   * All records whose key begins with a text, or with bytes.
   *
   * @throws IllegalArgumentException if keys are neither strings in natural order nor byte arrays
   *     in unsigned order
   */
  public Answer<R> prefix(K prefix) throws IOException {
    return answer(Span.beginning(requireNonNull(prefix, "prefix"), format.order()));
  }

  /** All records, in memory. */
  public Answer<R> scan() throws IOException {
    return answer(Span.all(format.order()));
  }

  /**
   * Gives all records to a consumer, a file after the other, without keeping them.
   *
   * @throws IOException if a file goes while it reads, among others: what it gave cannot be taken
   *     back, so it does not begin anew, and the consumer has had some of the records
   */
  public Touched scan(Consumer<? super R> consumer) throws IOException {
    requireNonNull(consumer, "consumer");
    Span<K> all = Span.all(format.order());
    // What is read cannot be taken back, so that is outside.
    PartitionFiles files = maps.answer(current -> list(current, map -> map.holding(all)));
    return read(files, all, consumer);
  }

  /** The latest epoch that this reader knows of; 0 before it has read a map. */
  public long epoch() {
    return maps.epoch();
  }

  private Answer<R> answer(Span<K> span) throws IOException {
    return answer(span, map -> map.holding(span));
  }

  private Answer<R> answer(Span<K> span, Function<PlacedMap<K>, Stream<String>> paths)
      throws IOException {
    return maps.answer(
        current -> {
          List<R> records = new ArrayList<>();
          Touched touched = read(list(current, paths), span, records::add);
          records.sort(Comparator.comparing(format::key, format.order()));
          return new Answer<>(records, touched);
        });
  }

  private PartitionFiles list(MapsInForce<K> current, Function<PlacedMap<K>, Stream<String>> paths)
      throws IOException {
    return PartitionFiles.list(
        fs, data, current.paths(wanted.from, wanted.to, paths), current.epoch(), wanted.absent);
  }

  private Touched read(PartitionFiles files, Span<K> span, Consumer<? super R> found)
      throws IOException {
    return files.read(
        format,
        span,
        record -> {
          if (wanted.records.test(record)) {
            found.accept(record);
          }
        });
  }
}
