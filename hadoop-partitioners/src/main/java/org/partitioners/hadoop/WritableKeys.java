package org.partitioners.hadoop;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.RawComparator;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.WritableComparable;
import org.partitioners.range.BytesOrder;

/**
 * How keys stand in Hadoop: their {@code Writable} type, the way there and back, and the order that
 * Hadoop sorts them by.
 *
 * <p>The orders agree, but for texts: Hadoop sorts {@code Text} by its UTF-8 bytes, strings compare
 * by their UTF-16 units, and these differ where surrogates and the characters from U+E000 to U+FFFF
 * meet. So such characters are refused in split points that are strings; take {@link #serialized}
 * then. Immutable and thread-safe.
 *
 * @param <K> the type of key outside of Hadoop
 */
public final class WritableKeys<K> {

  private static final char FIRST_SURROGATE = '\uD800';
  private static final String SERIALIZED = "serialized:";

  private final String label;
  private final Class<? extends Writable> type;
  private final Comparator<? super K> order;
  private final Function<K, Writable> toWritable;
  private final Function<Writable, K> toKey;

  private WritableKeys(
      String label,
      Class<? extends Writable> type,
      Comparator<? super K> order,
      Function<K, Writable> toWritable,
      Function<Writable, K> toKey) {
    this.label = label;
    this.type = type;
    this.order = order;
    this.toWritable = toWritable;
    this.toKey = toKey;
  }

  /** Strings as {@code Text}. */
  public static WritableKeys<String> strings() {
    return new WritableKeys<>(
        "string", Text.class, Comparator.<String>naturalOrder(), Text::new, Writable::toString);
  }

  /** Longs as {@code LongWritable}. */
  public static WritableKeys<Long> longs() {
    return new WritableKeys<>(
        "long",
        LongWritable.class,
        Comparator.<Long>naturalOrder(),
        LongWritable::new,
        writable -> ((LongWritable) writable).get());
  }

  /** Ints as {@code IntWritable}. */
  public static WritableKeys<Integer> ints() {
    return new WritableKeys<>(
        "int",
        IntWritable.class,
        Comparator.<Integer>naturalOrder(),
        IntWritable::new,
        writable -> ((IntWritable) writable).get());
  }

  /** Byte arrays as {@code BytesWritable}, in {@linkplain BytesOrder#UNSIGNED unsigned order}. */
  public static WritableKeys<byte[]> bytes() {
    return new WritableKeys<>(
        "bytes",
        BytesWritable.class,
        BytesOrder.UNSIGNED,
        BytesWritable::new,
        writable -> ((BytesWritable) writable).copyBytes());
  }

  /**
   * Keys of any type of Hadoop's by their serialized bytes, in the order of the type's registered
   * {@code WritableComparator}, which compares these bytes.
   */
  @SuppressWarnings("rawtypes") // So that comparators of Hadoop's, which are raw, fit.
  public static WritableKeys<byte[]> serialized(Class<? extends WritableComparable> type) {
    return serialized(type, RawOrder.of(type));
  }

  /**
   * Keys of any type of Hadoop's by their serialized bytes, in an order of the user's.
   *
   * @param comparator has a constructor without parameters, and is the job's sort comparator
   */
  @SuppressWarnings("rawtypes") // So that comparators of Hadoop's, which are raw, fit.
  public static WritableKeys<byte[]> serialized(
      Class<? extends Writable> type, Class<? extends RawComparator> comparator) {
    return serialized(type, RawOrder.by(comparator));
  }

  private static WritableKeys<byte[]> serialized(Class<? extends Writable> type, RawOrder order) {
    return new WritableKeys<>(
        SERIALIZED + type.getName(),
        type,
        order,
        bytes -> Serialized.writable(type, bytes),
        Serialized::bytes);
  }

  /** The type in Hadoop. */
  public Class<? extends Writable> type() {
    return type;
  }

  /** The order in which Hadoop sorts the keys. */
  public Comparator<? super K> order() {
    return order;
  }

  /** A key as Hadoop has it. */
  public Writable writable(K key) {
    return toWritable.apply(requireNonNull(key, "key"));
  }

  /**
   * A key of Hadoop's, as a copy.
   *
   * @throws IllegalArgumentException if it is of another type
   */
  public K key(Object writable) {
    return checked(type, toKey).apply(writable);
  }

  private static <K> Function<Object, K> checked(
      Class<? extends Writable> type, Function<Writable, K> toKey) {
    return writable -> {
      if (!type.isInstance(writable)) {
        throw new IllegalArgumentException(
            "key: " + writable.getClass().getName() + " is not a " + type.getName());
      }
      return toKey.apply((Writable) writable);
    };
  }

  /** The key, if all keys are on the same side of it here as in Hadoop. */
  K checkSplitPoint(K key) {
    if (key instanceof String text && text.chars().anyMatch(c -> c >= FIRST_SURROGATE)) {
      throw new IllegalArgumentException(
          "splitPoints: \""
              + text
              + "\" has characters from U+D800 on, which strings and Text order differently; take"
              + " WritableKeys.serialized(Text.class)");
    }
    return key;
  }

  /** By which {@link #keysLabelled} finds it. */
  String label() {
    return label;
  }

  /**
   * The way from Hadoop's keys that a label names.
   *
   * @throws IllegalArgumentException if the label is unknown, or its type cannot be loaded
   */
  static Function<Object, ?> keysLabelled(String label, Configuration configuration) {
    return switch (label) {
      case "string" -> strings()::key;
      case "long" -> longs()::key;
      case "int" -> ints()::key;
      case "bytes" -> bytes()::key;
      default -> {
        if (!label.startsWith(SERIALIZED)) {
          throw new IllegalArgumentException("keys: unknown type " + label);
        }
        String type = label.substring(SERIALIZED.length());
        yield checked(Serialized.type(type, configuration), Serialized::bytes);
      }
    };
  }
}
