package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

/** Hashes a part of a key; equal to another if it has the same name and hasher. */
record PartHasher<K, P>(String name, KeyPart<? super K, ? extends P> part, KeyHasher<P> hasher)
    implements KeyHasher<K> {

  PartHasher {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: is blank; name the part");
    }
    requireNonNull(part, "part");
    requireNonNull(hasher, "hasher");
  }

  @Override
  public long hash(K key) {
    return hasher.hash(part.apply(requireNonNull(key, TypedHasher.NULL_KEY)));
  }

  @Override
  public String fingerprint() {
    return hasher.fingerprint() + " by " + name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartHasher<?, ?> that && fingerprint().equals(that.fingerprint());
  }

  @Override
  public int hashCode() {
    return fingerprint().hashCode();
  }

  @Override
  public String toString() {
    return fingerprint();
  }
}
