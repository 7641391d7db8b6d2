package org.partitioners.hadoop;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How records stand in the files of a partition: each a line of UTF-8 that ends in a line feed,
 * with or without a carriage return before it. So no record has a line feed in it, and files are
 * not compressed.
 *
 * <p>That files are sorted is a promise of who wrote them, made here by {@link #sorted}: each file
 * by itself, by key and not by line (as a line {@code Smith John,1} is before {@code Smith,2}, as a
 * key behind it), equal keys in any order. A reader then searches a file instead of reading it all,
 * and checks the order of what it reads; it cannot see that what it skips is out of order. Files
 * with a header need {@link #withHeader}, for else that is taken for a record.
 *
 * <p>The order of keys calls those equal, and only those, that the map's partitioner puts together:
 * with an order that ignores case, an answer for a key has its other spellings only where these are
 * in the same partition.
 *
 * <p>Immutable, and thread-safe if the functions are.
 *
 * @param <K> the type of key
 * @param <R> the type of record
 */
public final class LineFormat<K, R> {

  private final Function<String, R> parse;
  private final Function<? super R, K> key;
  private final Comparator<? super K> order;
  private final boolean sorted;
  private final @Nullable String header;

  private LineFormat(
      Function<String, R> parse,
      Function<? super R, K> key,
      Comparator<? super K> order,
      boolean sorted,
      @Nullable String header) {
    this.parse = requireNonNull(parse, "parse");
    this.key = requireNonNull(key, "key");
    this.order = requireNonNull(order, "order");
    this.sorted = sorted;
    this.header = header;
  }

  /**
   * Files that are sorted by key.
   *
   * @param parse the record of a line; what it throws is told with the file and the line's place
   * @param key the key of a record
   * @param order the order that the files are sorted by
   */
  public static <K, R> LineFormat<K, R> sorted(
      Function<String, R> parse, Function<? super R, K> key, Comparator<? super K> order) {
    return new LineFormat<>(parse, key, order, true, null);
  }

  /**
   * Files in any order: each that may hold a part of an answer is read to its end.
   *
   * @param parse the record of a line; what it throws is told with the file and the line's place
   * @param key the key of a record
   * @param order the order of keys, for ranges and for answers
   */
  public static <K, R> LineFormat<K, R> unsorted(
      Function<String, R> parse, Function<? super R, K> key, Comparator<? super K> order) {
    return new LineFormat<>(parse, key, order, false, null);
  }

  /** The same with a first line that is no record, and must be this in every file. */
  public LineFormat<K, R> withHeader(String line) {
    return new LineFormat<>(parse, key, order, sorted, requireNonNull(line, "line"));
  }

  R record(String line) {
    return requireNonNull(parse.apply(line), "parse: gave null for a record");
  }

  K key(R record) {
    return requireNonNull(key.apply(record), "key: gave null for a key");
  }

  Comparator<? super K> order() {
    return order;
  }

  boolean isSorted() {
    return sorted;
  }

  @Nullable String header() {
    return header;
  }
}
