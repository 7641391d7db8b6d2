package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partitioners.Described;
import org.partitioners.DescribedKeys;
import org.partitioners.Description;

/**
 * The split points that divide an order of keys into ranges: n − 1 of them make n ranges, numbered
 * from 0 in ascending order, the first and the last without end.
 *
 * <p>A look-up takes O(log n) comparisons; of numbers, strings and bytes it compares the first 64
 * bits that matter, as numbers, and seldom more. Memory: 8 bytes a split point beside the keys
 * themselves. Immutable and thread-safe; serializable if the keys are.
 *
 * @param <K> the type of key; keys must never be modified
 */
public final class RangeBoundaries<K> implements Described, Serializable {
  private static final long serialVersionUID = 1;

  private static final String NULL_KEY =
      "key: null is in no range; map null to a key of its own first";

  private final Object[] splitPoints;
  private final Comparator<? super K> order;
  private final Inclusive inclusive;

  /** For keys of common types; null for others. */
  private final transient @Nullable KeyPrefix<K> keyPrefix;

  private final transient long[] prefixes;

  private RangeBoundaries(Object[] splitPoints, Comparator<? super K> order, Inclusive inclusive) {
    this.splitPoints = splitPoints;
    this.order = order;
    this.inclusive = inclusive;
    this.keyPrefix = KeyPrefix.suiting(splitPoints, order);
    this.prefixes = new long[keyPrefix == null ? 0 : splitPoints.length];
    if (keyPrefix != null) {
      for (int i = 0; i < prefixes.length; i++) {
        prefixes[i] = keyPrefix.of(splitPoint(i));
      }
    }
  }

  /** A single range that holds all keys, in their natural order. */
  public static <K extends Comparable<? super K>> RangeBoundaries<K> undivided() {
    return of(List.<K>of());
  }

  /**
   * Ranges {@code [lower, upper)} between keys in their natural order.
   *
   * @param splitPoints where ranges begin, ascending, without repetition; none for a single range
   * @throws IllegalArgumentException if a split point is not after the one before it
   */
  public static <K extends Comparable<? super K>> RangeBoundaries<K> of(List<K> splitPoints) {
    return of(splitPoints, Inclusive.LOWER);
  }

  /**
   * Ranges between keys in their natural order.
   *
   * @param splitPoints where ranges meet, ascending, without repetition; none for a single range
   * @param inclusive which end belongs to a range
   * @throws IllegalArgumentException if a split point is not after the one before it
   */
  public static <K extends Comparable<? super K>> RangeBoundaries<K> of(
      List<K> splitPoints, Inclusive inclusive) {
    return of(splitPoints, Comparator.<K>naturalOrder(), inclusive);
  }

  /**
   * Ranges between keys in any order.
   *
   * @param splitPoints where ranges meet, ascending, without repetition; none for a single range
   * @param order the order of keys; serializable, and the same in every process
   * @param inclusive which end belongs to a range
   * @throws IllegalArgumentException if a split point is not after the one before it, or the order
   *     is not serializable
   */
  public static <K> RangeBoundaries<K> of(
      List<K> splitPoints, Comparator<? super K> order, Inclusive inclusive) {
    KeyRange.requireSerializable(order);
    requireNonNull(inclusive, "inclusive");
    List<K> points = new ArrayList<>(splitPoints);
    for (int i = 0; i < points.size(); i++) {
      requireNonNull(points.get(i), "splitPoints[" + i + "]");
      int step = i == 0 ? 1 : order.compare(points.get(i), points.get(i - 1));
      if (step <= 0) {
        throw new IllegalArgumentException(
            "splitPoints["
                + i
                + "]: "
                + KeyRange.text(points.get(i))
                + " not after splitPoints["
                + (i - 1)
                + "]: "
                + KeyRange.text(points.get(i - 1))
                + (step == 0 ? "; leave out repetitions" : "; sort them"));
      }
    }
    return new RangeBoundaries<>(points.toArray(), order, inclusive);
  }

  /**
   * Ranges {@code [lower, upper)} between keys in their natural order, from a text with a split
   * point on each line, ascending. Lines that are blank or begin with {@code #} say nothing.
   *
   * @param text of lines
   * @param parser what makes a key of a line without the blanks around it; throws for what is none
   * @throws IllegalArgumentException if a line is no key, named by its number, or a split point is
   *     not after the one before it
   */
  public static <K extends Comparable<? super K>> RangeBoundaries<K> parse(
      String text, Function<? super String, ? extends K> parser) {
    return parse(text, parser, Comparator.<K>naturalOrder());
  }

  /** The same in any order of keys. */
  public static <K> RangeBoundaries<K> parse(
      String text, Function<? super String, ? extends K> parser, Comparator<? super K> order) {
    requireNonNull(text, "text");
    requireNonNull(parser, "parser");
    List<K> points = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        points.add(requireNonNull(parser.apply(line), "the parser's key"));
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "line " + number + ": '" + line + "' is no key: " + e.getMessage(), e);
      }
    }
    return of(points, order, Inclusive.LOWER);
  }

  /**
   * Ranges of equal width, to within 1, over the whole numbers from one to another. Smaller keys go
   * to the first range, greater ones to the last.
   *
   * @param min the smallest key expected
   * @param max the greatest key expected
   * @param numPartitions how many ranges, in [1..65536] and at most {@code max − min + 1}
   * @throws IllegalArgumentException if the number is out of range
   */
  public static RangeBoundaries<Long> even(long min, long max, int numPartitions) {
    return of(EvenSplit.longs(min, max, numPartitions));
  }

  /**
   * Ranges with equally many prefixes of bytes, for keys whose first bytes are uniform: hashes,
   * random identifiers. They are in {@linkplain BytesOrder#UNSIGNED unsigned order} and as even as
   * one in 65536; split points have up to 4 bytes.
   *
   * @param numPartitions how many, in [1..65536]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static RangeBoundaries<byte[]> evenBytes(int numPartitions) {
    List<byte[]> points = new ArrayList<>();
    for (int[] prefix : EvenSplit.prefixes(1 << Byte.SIZE, numPartitions)) {
      byte[] point = new byte[prefix.length];
      for (int i = 0; i < point.length; i++) {
        point[i] = (byte) prefix[i];
      }
      points.add(point);
    }
    return of(points, BytesOrder.UNSIGNED, Inclusive.LOWER);
  }

  /**
   * Ranges with equally many prefixes over an alphabet, for keys whose first characters are uniform
   * in it, such as hexadecimal digits. They are as even as one in 65536.
   *
   * @param alphabet two or more characters in ascending order
   * @param numPartitions how many, in [1..65536]
   * @throws IllegalArgumentException if the alphabet is too short or not ascending, or the number
   *     is out of range
   */
  public static RangeBoundaries<String> evenStrings(String alphabet, int numPartitions) {
    if (alphabet.length() < 2) {
      throw new IllegalArgumentException(
          "alphabet: \"" + alphabet + "\" has fewer than two characters");
    }
    for (int i = 1; i < alphabet.length(); i++) {
      if (alphabet.charAt(i) <= alphabet.charAt(i - 1)) {
        throw new IllegalArgumentException(
            "alphabet: '"
                + alphabet.charAt(i)
                + "' not after '"
                + alphabet.charAt(i - 1)
                + "'; sort the characters and leave out repetitions");
      }
    }
    List<String> points = new ArrayList<>();
    for (int[] prefix : EvenSplit.prefixes(alphabet.length(), numPartitions)) {
      StringBuilder point = new StringBuilder();
      for (int digit : prefix) {
        point.append(alphabet.charAt(digit));
      }
      points.add(point.toString());
    }
    return of(points);
  }

  @Override
  public Description description() {
    return Description.of("boundaries")
        .with("order", DescribedKeys.order(order))
        .with("inclusive", inclusive.name().toLowerCase(Locale.ROOT))
        .with("splitPoints", DescribedKeys.of(splitPoints()));
  }

  /**
   * The boundaries that were described, with keys of the type that is told there.
   *
   * @throws IllegalArgumentException if something else is described, or no boundaries are like this
   */
  public static RangeBoundaries<?> described(Description description) {
    description.requireParts("order", "inclusive", "splitPoints");
    Inclusive inclusive =
        switch (description.text("inclusive")) {
          case "lower" -> Inclusive.LOWER;
          case "upper" -> Inclusive.UPPER;
          default ->
              throw new IllegalArgumentException(
                  "inclusive: " + description.text("inclusive") + " is not lower or upper");
        };
    Description order = description.description("order");
    List<Object> points = DescribedKeys.keys(description.description("splitPoints"));
    if (order.equals(BytesOrder.UNSIGNED.description())) {
      return of(points.stream().map(byte[].class::cast).toList(), BytesOrder.UNSIGNED, inclusive);
    }
    return of(points, DescribedKeys.order(order), inclusive);
  }

  /** The number of ranges, at least 1: one more than split points. */
  public int size() {
    return splitPoints.length + 1;
  }

  /** The split points in ascending order; unmodifiable. */
  public List<K> splitPoints() {
    List<K> points = new ArrayList<>();
    for (int i = 0; i < splitPoints.length; i++) {
      points.add(splitPoint(i));
    }
    return List.copyOf(points);
  }

  /** The order of keys. */
  public Comparator<? super K> order() {
    return order;
  }

  /** Which end belongs to a range. */
  public Inclusive inclusive() {
    return inclusive;
  }

  /**
   * A range.
   *
   * @throws IndexOutOfBoundsException if there is none of that number
   */
  public KeyRange<K> range(int i) {
    Objects.checkIndex(i, size());
    return KeyRange.of(
        i == 0 ? null : splitPoint(i - 1),
        i == splitPoints.length ? null : splitPoint(i),
        order,
        inclusive);
  }

  /** All ranges, in ascending order. */
  public List<KeyRange<K>> ranges() {
    List<KeyRange<K>> ranges = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      ranges.add(range(i));
    }
    return List.copyOf(ranges);
  }

  /** The number of the range that holds a key. Allocates nothing. */
  public int indexOf(K key) {
    return splitPointsBefore(requireNonNull(key, NULL_KEY), inclusive == Inclusive.LOWER ? 1 : 0);
  }

  /** How many split points are less than a key. */
  int splitPointsBelow(K key) {
    return splitPointsBefore(key, 0);
  }

  /** How many split points are at most a key. */
  int splitPointsUpTo(K key) {
    return splitPointsBefore(key, 1);
  }

  /** How many split points compare with a key as less than a bound. */
  private int splitPointsBefore(K key, int bound) {
    if (keyPrefix == null) {
      return splitPointsBefore(key, bound, 0, splitPoints.length);
    }
    long prefix = keyPrefix.of(key);
    int below = prefixesBelow(prefix);
    if (below == prefixes.length || prefixes[below] != prefix) {
      return below;
    }
    int upTo = prefix == Long.MAX_VALUE ? prefixes.length : prefixesBelow(prefix + 1);
    return splitPointsBefore(key, bound, below, upTo);
  }

  private int splitPointsBefore(K key, int bound, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order.compare(splitPoint(middle), key) < bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many prefixes are less than one; without branches that a processor could mispredict. */
  private int prefixesBelow(long prefix) {
    int low = 0;
    int length = prefixes.length;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      low += prefixes[low + half - 1] < prefix ? half : 0;
      length -= half;
    }
    return low;
  }

  /**
   * With range i divided in two, i and i + 1; those behind it move up by one number.
   *
   * @param at where the two meet: inside range i and not its only end
   * @throws IllegalArgumentException if range i cannot be divided there
   * @throws IndexOutOfBoundsException if there is no range i
   */
  public RangeBoundaries<K> split(int i, K at) {
    KeyRange<K> range = range(i);
    requireNonNull(at, "at");
    if ((range.lower() != null && order.compare(at, range.lower()) <= 0)
        || (range.upper() != null && order.compare(at, range.upper()) >= 0)) {
      throw new IllegalArgumentException(
          "at: " + KeyRange.text(at) + " not between the ends of range " + i + ", " + range);
    }
    Object[] points = new Object[splitPoints.length + 1];
    System.arraycopy(splitPoints, 0, points, 0, i);
    points[i] = at;
    System.arraycopy(splitPoints, i, points, i + 1, splitPoints.length - i);
    return new RangeBoundaries<>(points, order, inclusive);
  }

  /**
   * With ranges i and i + 1 joined to range i; those behind them move down by one number.
   *
   * @param i in [0..size − 1)
   * @throws IndexOutOfBoundsException if one of the two does not exist
   */
  public RangeBoundaries<K> merge(int i) {
    Objects.checkIndex(i, splitPoints.length);
    Object[] points = new Object[splitPoints.length - 1];
    System.arraycopy(splitPoints, 0, points, 0, i);
    System.arraycopy(splitPoints, i + 1, points, i, points.length - i);
    return new RangeBoundaries<>(points, order, inclusive);
  }

  @SuppressWarnings("unchecked")
  K splitPoint(int i) {
    return (K) splitPoints[i];
  }

  private Object readResolve() {
    return new RangeBoundaries<>(splitPoints, order, inclusive);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RangeBoundaries<?> that
        && Objects.deepEquals(splitPoints, that.splitPoints)
        && order.equals(that.order)
        && inclusive == that.inclusive;
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(splitPoints);
  }

  /** As the first ranges: {@code 3 ranges (-∞, b), [b, m), [m, ∞)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(size()).append(" ranges ");
    int shown = Math.min(size(), 8);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ").append(range(i));
    }
    return text.append(shown < size() ? ", …" : "").toString();
  }
}
