package org.partitioners.hadoop;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.partitioners.hadoop.PartitionFiles.Absent;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.range.KeyRange;

/**
 * Reads a data set that was written by a partition map, and opens only the partitions that can hold
 * the answer: one for a key, as many as it is salted over for a hot one, those that meet it for a
 * range if the partitioner keeps ranges, else all. Where the latest map holds from some event time
 * on only, the places by the maps before it are looked into too.
 *
 * <p>A partition is the files in its folder; names that begin with {@code _} or {@code .} are no
 * data. Sorted files are searched, and little of them is read: {@link LineFormat}.
 *
 * <p>Maps are kept in memory. They are read anew when a partition's {@linkplain PartitionEpoch
 * mark} is of a later epoch, or when a file or folder is gone; then the question is answered from
 * the beginning by the new map. If there is none, the answer fails. An answer is never a part of
 * one.
 *
 * <p>Thread-safe if the format's functions are.
 *
 * @param <K> the type of key, which is that of the map's partitioner; for {@code TimeBuckets} times
 *     as {@code Long} milliseconds or {@code Instant}
 * @param <R> the type of record
 */
public final class PartitionedReader<K, R> {

  /** How often maps may change while one question is answered. */
  private static final int MOST_RELOADS = 5;

  private final FileSystem fs;
  private final Path data;
  private final PartitionMapStore store;
  private final LineFormat<K, R> format;
  private final Absent absent;
  private volatile @Nullable MapsInForce<K> maps;

  private PartitionedReader(
      FileSystem fs, Path data, PartitionMapStore store, LineFormat<K, R> format, Absent absent) {
    this.fs = requireNonNull(fs, "fs");
    this.data = requireNonNull(data, "data");
    this.store = requireNonNull(store, "store");
    this.format = requireNonNull(format, "format");
    this.absent = absent;
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
        data.getFileSystem(configuration), data, maps, format, Absent.FAILS);
  }

  /**
   * A reader that takes a partition without a folder for an empty one, for data sets written by
   * sinks that make a folder with its first file. It cannot tell a folder that was lost.
   */
  public PartitionedReader<K, R> absentIsEmpty() {
    return new PartitionedReader<>(fs, data, store, format, Absent.IS_EMPTY);
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
   * Gives all records to a consumer, a file after the other, without keeping them. Fails if a file
   * goes while it reads, since it cannot take back what it gave.
   */
  public Touched scan(Consumer<? super R> consumer) throws IOException {
    requireNonNull(consumer, "consumer");
    Span<K> span = Span.all(format.order());
    return byLatest(current -> files(current, span)).read(format, span, consumer);
  }

  /** The latest epoch that this reader knows of; 0 before it has read a map. */
  public long epoch() {
    MapsInForce<K> current = maps;
    return current == null ? 0 : current.epoch();
  }

  private Answer<R> answer(Span<K> span) throws IOException {
    return byLatest(
        current -> {
          List<R> records = new ArrayList<>();
          Touched touched = files(current, span).read(format, span, records::add);
          records.sort(Comparator.comparing(format::key, format.order()));
          return new Answer<>(records, touched);
        });
  }

  private PartitionFiles files(MapsInForce<K> current, Span<K> span) throws IOException {
    return PartitionFiles.list(fs, data, current.paths(span), current.epoch(), absent);
  }

  private interface Attempt<K, T> {
    T by(MapsInForce<K> maps) throws IOException;
  }

  /** Tries by the maps that are known, and again by later ones for as long as there are any. */
  private <T> T byLatest(Attempt<K, T> attempt) throws IOException {
    MapsInForce<K> current = maps;
    if (current == null) {
      current = load();
    }
    int reloads = 0;
    while (true) {
      try {
        return attempt.by(current);
      } catch (OutdatedMapException e) {
        MapsInForce<K> later = load();
        if (later.epoch() <= current.epoch() || reloads == MOST_RELOADS) {
          throw new IOException(
              e.getMessage()
                  + ", and the latest map, of epoch "
                  + later.epoch()
                  + ", does not say why; restore the data, or publish the map that it is by",
              e);
        }
        current = later;
        reloads++;
      }
    }
  }

  private MapsInForce<K> load() throws IOException {
    MapsInForce<K> loaded = MapsInForce.read(store);
    maps = loaded;
    return loaded;
  }
}
