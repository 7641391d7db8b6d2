package org.partitioners.hadoop;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.RawComparator;
import org.apache.hadoop.io.WritableComparable;
import org.apache.hadoop.io.WritableComparator;
import org.apache.hadoop.util.ReflectionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Serialized keys in the order of a {@code RawComparator}: the one registered for a type, or one of
 * the user's. Each thread has its own, for many keep buffers.
 */
@SuppressWarnings("rawtypes") // As WritableComparator and its subclasses are.
final class RawOrder implements Comparator<byte[]>, Serializable {
  private static final long serialVersionUID = 1;

  private final @Nullable Class<? extends WritableComparable> type;
  private final @Nullable Class<? extends RawComparator> comparator;

  /** Null only between deserialization and {@link #readResolve()}. */
  private final transient ThreadLocal<RawComparator<?>> comparators;

  private RawOrder(
      @Nullable Class<? extends WritableComparable> type,
      @Nullable Class<? extends RawComparator> comparator) {
    this.type = type;
    this.comparator = comparator;
    this.comparators = ThreadLocal.withInitial(this::newComparator);
  }

  static RawOrder of(Class<? extends WritableComparable> type) {
    return new RawOrder(type, null);
  }

  static RawOrder by(Class<? extends RawComparator> comparator) {
    return new RawOrder(null, comparator);
  }

  private Object readResolve() {
    return new RawOrder(type, comparator);
  }

  private RawComparator<?> newComparator() {
    if (comparator != null) {
      return ReflectionUtils.newInstance(comparator, new Configuration(false));
    }
    return WritableComparator.get(Objects.requireNonNull(type, "type"));
  }

  @Override
  public int compare(byte[] left, byte[] right) {
    return comparators.get().compare(left, 0, left.length, right, 0, right.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawOrder that
        && Objects.equals(type, that.type)
        && Objects.equals(comparator, that.comparator);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, comparator);
  }

  /** As {@code RawOrder[org.apache.hadoop.io.Text]}. */
  @Override
  public String toString() {
    Class<?> named = comparator != null ? comparator : Objects.requireNonNull(type, "type");
    return "RawOrder[" + named.getName() + "]";
  }
}
