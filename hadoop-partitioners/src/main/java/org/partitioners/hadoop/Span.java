package org.partitioners.hadoop;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.BytesOrder;
import org.partitioners.range.Inclusive;
import org.partitioners.range.KeyRange;

/**
 * The keys that are asked for: one, or all from one end to another.
 *
 * @param lower the lower end; null for none
 * @param withLower whether it belongs to the span
 * @param upper the upper end; null for none
 * @param withUpper whether it belongs to the span
 * @param order the order of keys
 */
record Span<K>(
    @Nullable K lower,
    boolean withLower,
    @Nullable K upper,
    boolean withUpper,
    Comparator<? super K> order) {

  static <K> Span<K> all(Comparator<? super K> order) {
    return new Span<>(null, true, null, false, order);
  }

  static <K> Span<K> one(K key, Comparator<? super K> order) {
    return new Span<>(key, true, key, true, order);
  }

  /** The keys in {@code [from, to)}. */
  static <K> Span<K> between(K from, K to, Comparator<? super K> order) {
    if (order.compare(from, to) > 0) {
      throw new IllegalArgumentException("from: " + from + " is after to: " + to + "; swap them");
    }
    return new Span<>(from, true, to, false, order);
  }

  static <K> Span<K> of(KeyRange<K> range, Comparator<? super K> order) {
    if (!range.order().equals(order)) {
      throw new IllegalArgumentException(
          "range: is in another order than the files; make it with the format's");
    }
    boolean withLower = range.inclusive() == Inclusive.LOWER;
    return new Span<>(range.lower(), withLower, range.upper(), !withLower, order);
  }

  /** The keys that begin with a text, or with bytes. */
  @SuppressWarnings("unchecked") // What comes after a text is a text, and after bytes are bytes.
  static <K> Span<K> beginning(K prefix, Comparator<? super K> order) {
    if (prefix instanceof String text && order.equals(Comparator.<String>naturalOrder())) {
      return new Span<>(prefix, true, (K) after(text), false, order);
    }
    if (prefix instanceof byte[] bytes && order.equals(BytesOrder.UNSIGNED)) {
      return new Span<>(prefix, true, (K) after(bytes), false, order);
    }
    throw new IllegalArgumentException(
        "prefix: only of strings in natural order and of byte arrays in unsigned order; ask for a"
            + " range");
  }

  private static @Nullable String after(String prefix) {
    int end = prefix.length();
    while (end > 0 && prefix.charAt(end - 1) == Character.MAX_VALUE) {
      end--;
    }
    return end == 0 ? null : prefix.substring(0, end - 1) + (char) (prefix.charAt(end - 1) + 1);
  }

  private static byte @Nullable [] after(byte[] prefix) {
    int end = prefix.length;
    while (end > 0 && prefix[end - 1] == (byte) 0xFF) {
      end--;
    }
    if (end == 0) {
      return null;
    }
    byte[] after = Arrays.copyOf(prefix, end);
    after[end - 1]++;
    return after;
  }

  /** Whether this is a single key. */
  boolean isOne() {
    return lower != null && withLower && withUpper && lower == upper;
  }

  /** Whether no key can be in it. */
  boolean isEmpty() {
    return lower != null && upper != null && !isOne() && order.compare(lower, upper) >= 0;
  }

  /** Which end belongs to it, if not both do. */
  Inclusive inclusive() {
    return withLower ? Inclusive.LOWER : Inclusive.UPPER;
  }

  boolean contains(K key) {
    return !isAfter(key) && !isPast(key);
  }

  /** Whether the span begins after the key. */
  boolean isAfter(K key) {
    return lower != null && order.compare(key, lower) < (withLower ? 0 : 1);
  }

  /** Whether the key is behind the span's end. */
  boolean isPast(K key) {
    return upper != null && order.compare(key, upper) > (withUpper ? 0 : -1);
  }
}
