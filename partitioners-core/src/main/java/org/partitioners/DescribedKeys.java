package org.partitioners;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Descriptions of keys, and of their orders. Keys of these types can be described: {@code String},
 * {@code Long}, {@code Integer}, finite {@code Double}, {@code byte[]} (in hexadecimal digits),
 * {@code UUID} and {@code Instant} (in ISO 8601).
 */
public final class DescribedKeys {

  private static final String VALUES = "values";
  private static final String NONE = "none";
  private static final String ADVICE =
      "take String, Long, Integer, finite Double, byte[], UUID or Instant";

  private enum Kind {
    STRING(String.class),
    LONG(Long.class),
    INT(Integer.class),
    DOUBLE(Double.class),
    BYTES(byte[].class),
    UUID(UUID.class),
    INSTANT(Instant.class);

    private final Class<?> type;

    Kind(Class<?> type) {
      this.type = type;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(Object key) {
      for (Kind kind : values()) {
        if (kind.type.isInstance(key)) {
          return kind;
        }
      }
      throw Description.undescribed("key", key, ADVICE);
    }

    static Kind labelled(String label) {
      for (Kind kind : values()) {
        if (kind.label().equals(label)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("keys: unknown type " + label + "; " + ADVICE);
    }

    Object described(Object key) {
      if (!type.isInstance(key)) {
        throw new IllegalArgumentException(
            "keys: " + key.getClass().getName() + " among keys of type " + label());
      }
      return switch (this) {
        case STRING, LONG, DOUBLE -> key;
        case INT -> (long) (Integer) key;
        case BYTES -> HexFormat.of().formatHex((byte[]) key);
        case UUID, INSTANT -> key.toString();
      };
    }

    Object key(Object described) {
      try {
        return switch (this) {
          case STRING -> (String) described;
          case LONG -> (Long) described;
          case INT -> Math.toIntExact((Long) described);
          case DOUBLE -> ((Number) described).doubleValue();
          case BYTES -> HexFormat.of().parseHex((String) described);
          case UUID -> java.util.UUID.fromString((String) described);
          case INSTANT -> Instant.parse((String) described);
        };
      } catch (ClassCastException
          | ArithmeticException
          | IllegalArgumentException
          | DateTimeException e) {
        throw new IllegalArgumentException(
            "keys: " + described + " is no key of type " + label(), e);
      }
    }
  }

  private DescribedKeys() {}

  /**
   * Describes keys of one type.
   *
   * @throws IllegalArgumentException if they are of several types, or of another
   */
  public static Description of(List<?> keys) {
    if (keys.isEmpty()) {
      return Description.of(NONE).with(VALUES, List.of());
    }
    Kind kind = Kind.of(requireNonNull(keys.get(0), "key"));
    List<Object> values = new ArrayList<>(keys.size());
    for (Object key : keys) {
      values.add(kind.described(requireNonNull(key, "key")));
    }
    return Description.of(kind.label()).with(VALUES, values);
  }

  /**
   * The keys that are described.
   *
   * @throws IllegalArgumentException if the type is not known, or a value is not of it
   */
  public static List<Object> keys(Description description) {
    List<Object> values = description.requireParts(VALUES).list(VALUES);
    if (description.type().equals(NONE) && values.isEmpty()) {
      return List.of();
    }
    Kind kind = Kind.labelled(description.type());
    return values.stream().map(kind::key).toList();
  }

  /**
   * Describes an order: the natural one, its reverse, or one that is {@link Described}.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static Description order(Comparator<?> order) {
    if (order.equals(Comparator.naturalOrder())) {
      return Description.of("natural");
    }
    if (order.equals(Comparator.reverseOrder())) {
      return Description.of("reverse");
    }
    if (order instanceof Described described) {
      return described.description();
    }
    throw Description.undescribed("order", order, "take the natural order or BytesOrder.UNSIGNED");
  }

  /**
   * The natural order or its reverse, as described.
   *
   * @throws IllegalArgumentException if another is described
   */
  @SuppressWarnings("unchecked") // Keys of all types are comparable but bytes, whose order is not.
  public static Comparator<Object> order(Description description) {
    description.requireParts();
    Comparator<?> order =
        switch (description.type()) {
          case "natural" -> Comparator.naturalOrder();
          case "reverse" -> Comparator.reverseOrder();
          default ->
              throw new IllegalArgumentException("order: unknown type " + description.type());
        };
    return (Comparator<Object>) order;
  }
}
