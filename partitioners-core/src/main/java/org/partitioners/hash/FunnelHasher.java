package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;

/** XXH3 over what a funnel puts. Serialized as its name, funnel and seed. */
final class FunnelHasher<K> implements KeyHasher<K> {
  private static final long serialVersionUID = 1;

  private final String name;
  private final KeyFunnel<? super K> funnel;
  private final long seed;

  /**
   * A stream buffers a kilobyte, so each thread keeps one. It is taken out while in use: a funnel
   * may hash a part of its key with this hasher. Null only between deserialization and {@link
   * #readResolve()}.
   */
  private final transient ThreadLocal<HashStream64> idleStream;

  FunnelHasher(String name, KeyFunnel<? super K> funnel, long seed) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: is blank; name what the funnel puts");
    }
    this.name = name;
    this.funnel = requireNonNull(funnel, "funnel");
    this.seed = seed;
    this.idleStream = new ThreadLocal<>();
  }

  private Object readResolve() {
    return new FunnelHasher<>(name, funnel, seed);
  }

  @Override
  public long hash(K key) {
    requireNonNull(key, TypedHasher.NULL_KEY);
    HashStream64 stream = idleStream.get();
    if (stream == null) {
      stream = Hashing.xxh3_64(seed).hashStream();
    } else {
      idleStream.set(null);
    }
    stream.reset();
    funnel.put(key, stream);
    long hash = stream.getAsLong();
    idleStream.set(stream);
    return hash;
  }

  @Override
  public String fingerprint() {
    return HashAlgorithm.XXH3.fingerprint("of " + name, seed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FunnelHasher<?> that && fingerprint().equals(that.fingerprint());
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
