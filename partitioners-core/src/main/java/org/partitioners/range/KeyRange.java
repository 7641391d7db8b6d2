package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.partitioners.Region;

/**
 * The keys between two ends in some order: {@code [lower, upper)} or {@code (lower, upper]}, where
 * either end may be open. Never empty in a dense order, for the lower end comes before the upper
 * one. Immutable and thread-safe; serializable if the keys are. Two ranges are equal if their ends
 * and orders are; ends may be arrays.
 *
 * @param <K> the type of key; keys must never be modified
 */
public final class KeyRange<K> implements Region<KeyRange<K>>, Serializable {
  private static final long serialVersionUID = 1;

  private final @Nullable K lower;
  private final @Nullable K upper;
  private final Comparator<? super K> order;
  private final Inclusive inclusive;

  private KeyRange(
      @Nullable K lower, @Nullable K upper, Comparator<? super K> order, Inclusive inclusive) {
    this.lower = lower;
    this.upper = upper;
    this.order = order;
    this.inclusive = inclusive;
  }

  /**
   * The keys in {@code [lower, upper)}, in their natural order.
   *
   * @param lower the first key; null for no lower end
   * @param upper the key behind the last; null for no upper end
   * @throws IllegalArgumentException if the lower end is not before the upper one
   */
  public static <K extends Comparable<? super K>> KeyRange<K> of(
      @Nullable K lower, @Nullable K upper) {
    return of(lower, upper, Comparator.<K>naturalOrder(), Inclusive.LOWER);
  }

  /**
   * The keys from one end to another, of which one belongs to the range.
   *
   * @param lower the lower end; null for none
   * @param upper the upper end; null for none
   * @param order the order of keys; serializable
   * @param inclusive which end belongs to the range
   * @throws IllegalArgumentException if the lower end is not before the upper one, or the order is
   *     not serializable
   */
  public static <K> KeyRange<K> of(
      @Nullable K lower, @Nullable K upper, Comparator<? super K> order, Inclusive inclusive) {
    requireSerializable(order);
    requireNonNull(inclusive, "inclusive");
    if (lower != null && upper != null && order.compare(lower, upper) >= 0) {
      throw new IllegalArgumentException(
          "lower: "
              + text(lower)
              + " not before upper: "
              + text(upper)
              + "; a range holds at least one of its ends");
    }
    return new KeyRange<>(lower, upper, order, inclusive);
  }

  /** The lower end; null if there is none. */
  public @Nullable K lower() {
    return lower;
  }

  /** The upper end; null if there is none. */
  public @Nullable K upper() {
    return upper;
  }

  /** The order of keys. */
  public Comparator<? super K> order() {
    return order;
  }

  /** Which end belongs to the range. */
  public Inclusive inclusive() {
    return inclusive;
  }

  /** Whether a key is in the range. Takes at most two comparisons. */
  public boolean contains(K key) {
    requireNonNull(key, "key");
    int least = inclusive == Inclusive.LOWER ? 0 : 1;
    return (lower == null || order.compare(key, lower) >= least)
        && (upper == null || order.compare(key, upper) < least);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the other range is inclusive at the other end
   */
  @Override
  public @Nullable KeyRange<K> intersection(KeyRange<K> other) {
    if (inclusive != other.inclusive) {
      throw new IllegalArgumentException(
          "other: " + other + " and " + this + " are inclusive at different ends");
    }
    K from = lower == null || isBefore(lower, other.lower) ? other.lower : lower;
    K to = upper == null || isBefore(other.upper, upper) ? other.upper : upper;
    return from != null && to != null && order.compare(from, to) >= 0
        ? null
        : new KeyRange<>(from, to, order, inclusive);
  }

  private boolean isBefore(@Nullable K end, @Nullable K other) {
    return end != null && other != null && order.compare(end, other) < 0;
  }

  @Override
  public int compareEnds(KeyRange<K> other) {
    if (upper == null || other.upper == null) {
      return (upper == null ? 1 : 0) - (other.upper == null ? 1 : 0);
    }
    return order.compare(upper, other.upper);
  }

  static void requireSerializable(Comparator<?> order) {
    if (!(requireNonNull(order, "order") instanceof Serializable)) {
      throw new IllegalArgumentException(
          "order: "
              + order.getClass().getName()
              + " is not serializable; cast a lambda to Comparator & Serializable");
    }
  }

  /** A key as messages show it. */
  static String text(Object key) {
    return key instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : key.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyRange<?> that
        && Objects.deepEquals(lower, that.lower)
        && Objects.deepEquals(upper, that.upper)
        && order.equals(that.order)
        && inclusive == that.inclusive;
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(new @Nullable Object[] {lower, upper});
  }

  /** As {@code [b, m)}, {@code (b, m]}, {@code (-∞, b)} or {@code [m, ∞)}. */
  @Override
  public String toString() {
    String from = lower == null ? "(-∞" : (inclusive == Inclusive.LOWER ? "[" : "(") + text(lower);
    String to = upper == null ? "∞)" : text(upper) + (inclusive == Inclusive.LOWER ? ")" : "]");
    return from + ", " + to;
  }
}
