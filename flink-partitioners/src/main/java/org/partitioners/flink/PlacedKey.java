package org.partitioners.flink;

import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A user's key together with the hash code that makes Flink put it where its {@link Placement}
 * wants it. Made by {@link Placement#place}; immutable if the key is.
 *
 * <p>Equality and state lookups never call the key's own {@code hashCode()}, so enums and arrays,
 * which a plain {@code keyBy} refuses, may be keys: arrays are equal when their contents are.
 *
 * @param <K> the user's key
 */
@PublicEvolving
public final class PlacedKey<K> {
  private final K key;
  private final int hash;

  PlacedKey(K key, int hash) {
    this.key = key;
    this.hash = hash;
  }

  /** The user's key. */
  public K key() {
    return key;
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof PlacedKey<?> placed && hash == placed.hash && sameKey(placed.key));
  }

  private boolean sameKey(Object other) {
    return key.equals(other) || (key.getClass().isArray() && Objects.deepEquals(key, other));
  }

  /** The hash code that Flink turns into the wanted key group; not a hash of the key alone. */
  @Override
  public int hashCode() {
    return hash;
  }

  /** The user's key as text. */
  @Override
  public String toString() {
    return key.toString();
  }
}
