package org.partitioners;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What something is made of, as a tree of plain values: its type and its parts by name. Every
 * common format can hold one, so it outlives the classes it describes. A description is never
 * partly understood: {@link #requireParts} refuses what is missing and what is not known alike.
 *
 * <p>A part is a {@code String}, a {@code Long}, a finite {@code Double}, a description, or a list
 * of such. Two descriptions are equal if they have the same type and parts; the order of parts is
 * kept but does not matter. Immutable and thread-safe.
 *
 * @param type names what is described
 * @param parts its parts by name, unmodifiable
 */
@SuppressWarnings("serial") // All parts that the constructor lets pass are serializable.
public record Description(String type, Map<String, Object> parts) implements Serializable {

  /** Copies the parts, and refuses values of other types. */
  public Description {
    requireNonNull(type, "type");
    Map<String, Object> copy = new LinkedHashMap<>();
    parts.forEach((name, value) -> copy.put(requireNonNull(name, "name"), plain(name, value)));
    parts = Collections.unmodifiableMap(copy);
  }

  /** A type without parts. */
  public static Description of(String type) {
    return new Description(type, Map.of());
  }

  /**
   * The description of a part.
   *
   * @param role what the part is to the whole, for the error message
   * @throws IllegalArgumentException if the part is not {@link Described}
   */
  public static Description of(String role, Object part) {
    if (part instanceof Described described) {
      return described.description();
    }
    throw undescribed(role, part, "take one that this library provides");
  }

  /** That something cannot be described, and what to do. */
  static IllegalArgumentException undescribed(String role, Object part, String advice) {
    return new IllegalArgumentException(
        role + ": " + part.getClass().getName() + " cannot be described; " + advice);
  }

  private static Object plain(String name, @Nullable Object value) {
    if (value instanceof List<?> list) {
      List<Object> copy = List.copyOf(list);
      copy.forEach(element -> plain(name, element));
      return copy;
    }
    if (value instanceof String
        || value instanceof Long
        || value instanceof Description
        || (value instanceof Double number && Double.isFinite(number))) {
      return value;
    }
    throw new IllegalArgumentException(
        name + ": " + value + " is no text, whole number, finite number, description or list");
  }

  /** With one more part, or another value for it. */
  public Description with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(parts);
    more.put(name, value);
    return new Description(type, more);
  }

  /** With one more part, a whole number. */
  public Description with(String name, long value) {
    return with(name, (Object) value);
  }

  /**
   * This description, if it has just these parts.
   *
   * @throws IllegalArgumentException if one is missing or there are others
   */
  public Description requireParts(String... names) {
    if (!parts.keySet().equals(Set.of(names))) {
      throw new IllegalArgumentException(
          type + ": has the parts " + parts.keySet() + ", not " + List.of(names));
    }
    return this;
  }

  /** Whether there is a part of this name. */
  public boolean has(String name) {
    return parts.containsKey(name);
  }

  /**
   * A part that is a text.
   *
   * @throws IllegalArgumentException if there is none; so do the others
   */
  public String text(String name) {
    return part(name, String.class, "a text");
  }

  /** A part that is a whole number. */
  public long whole(String name) {
    return part(name, Long.class, "a whole number");
  }

  /**
   * A part that is a whole number of 32 bits.
   *
   * @throws IllegalArgumentException also if it has more
   */
  public int integer(String name) {
    return integers(name, whole(name))[0];
  }

  /** A part that is a number, whole or not. */
  public double number(String name) {
    return part(name, Number.class, "a number").doubleValue();
  }

  /** A part that is a description itself. */
  public Description description(String name) {
    return part(name, Description.class, "a description");
  }

  /** A part that is a list. */
  @SuppressWarnings("unchecked") // Whatever the elements are, they are objects.
  public List<Object> list(String name) {
    return (List<Object>) part(name, List.class, "a list");
  }

  /** A part that is a list of descriptions. */
  public List<Description> descriptions(String name) {
    return list(name).stream()
        .map(element -> cast(name, element, Description.class, "a description"))
        .toList();
  }

  /** A part that is a list of texts. */
  public List<String> texts(String name) {
    return list(name).stream().map(element -> cast(name, element, String.class, "a text")).toList();
  }

  /** A part that is a list of whole numbers. */
  public long[] wholes(String name) {
    return wholes(name, list(name));
  }

  private long[] wholes(String name, List<?> list) {
    return list.stream()
        .mapToLong(element -> cast(name, element, Long.class, "a whole number"))
        .toArray();
  }

  /** A part that is a list of lists of texts. */
  public List<List<String>> textLists(String name) {
    List<List<String>> lists = new ArrayList<>();
    for (Object element : list(name)) {
      List<String> texts = new ArrayList<>();
      for (Object text : cast(name, element, List.class, "a list")) {
        texts.add(cast(name, text, String.class, "a text"));
      }
      lists.add(List.copyOf(texts));
    }
    return lists;
  }

  /** A part that is a list of lists of whole numbers. */
  public long[][] wholeLists(String name) {
    return list(name).stream()
        .map(element -> wholes(name, cast(name, element, List.class, "a list")))
        .toArray(long[][]::new);
  }

  /** A part that is a list of whole numbers of 32 bits. */
  public int[] integers(String name) {
    return integers(name, wholes(name));
  }

  /** A part that is a list of lists of whole numbers of 32 bits. */
  public int[][] integerLists(String name) {
    return Arrays.stream(wholeLists(name))
        .map(whole -> integers(name, whole))
        .toArray(int[][]::new);
  }

  private int[] integers(String name, long... values) {
    for (long value : values) {
      if (value != (int) value) {
        throw new IllegalArgumentException(
            type + ": " + name + ": " + value + " not in [-2147483648..2147483647]");
      }
    }
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }

  private <T> T part(String name, Class<T> kind, String meaning) {
    return cast(name, parts.get(name), kind, meaning);
  }

  private <T> T cast(String name, @Nullable Object value, Class<T> kind, String meaning) {
    if (!kind.isInstance(value)) {
      throw new IllegalArgumentException(type + ": " + name + ": " + value + " is not " + meaning);
    }
    return kind.cast(value);
  }
}
