package org.partitioners.flink.skew;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** A key as Flink's serializer writes it; Flink's keys need not be Java-serializable. */
final class SerializedKey implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int INITIAL_CAPACITY = 64;

  private final byte[] bytes;

  private SerializedKey(byte[] bytes) {
    this.bytes = bytes;
  }

  static <K> SerializedKey of(K key, TypeSerializer<K> serializer) {
    DataOutputSerializer out = new DataOutputSerializer(INITIAL_CAPACITY);
    try {
      serializer.serialize(key, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SerializedKey(out.getCopyOfBuffer());
  }

  <K> K key(TypeSerializer<K> serializer) {
    try {
      return serializer.deserialize(new DataInputDeserializer(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SerializedKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
