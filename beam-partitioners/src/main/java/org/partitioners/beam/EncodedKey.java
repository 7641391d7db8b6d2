package org.partitioners.beam;

import java.util.Arrays;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;

/** A key as its coder writes it, which is what tells Beam's keys apart. */
final class EncodedKey {
  private static final KeyHasher<byte[]> HASHER = KeyHashers.bytes();

  private final byte[] bytes;
  private final long hash;

  EncodedKey(byte[] bytes) {
    this.bytes = bytes;
    this.hash = HASHER.hash(bytes);
  }

  static <K> EncodedKey of(K key, Coder<K> coder) {
    try {
      return new EncodedKey(CoderUtils.encodeToByteArray(coder, key));
    } catch (CoderException e) {
      throw new IllegalArgumentException("key: " + key + " cannot be encoded by " + coder, e);
    }
  }

  <K> K decode(Coder<K> coder) {
    try {
      return CoderUtils.decodeFromByteArray(coder, bytes);
    } catch (CoderException e) {
      throw new IllegalStateException("what " + coder + " wrote cannot be read", e);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  /** The same on every machine. */
  long hash() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }
}
