package org.partitioners.flink.range;

import java.io.IOException;
import java.util.Comparator;
import org.apache.flink.api.common.typeutils.TypeComparator;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.core.memory.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.BytesOrder;

/**
 * Compares pairs of key and record by any order of keys, of which it reads no more than the key.
 * The first bytes of keys in unsigned order are compared in place.
 */
final class KeyFirstComparator<K, T> extends TypeComparator<Tuple2<K, T>> {
  private static final long serialVersionUID = 1L;
  private static final int PREFIX = 16;

  private final Comparator<? super K> order;
  private final TypeSerializer<K> keySerializer;
  private @Nullable K reference;

  KeyFirstComparator(Comparator<? super K> order, TypeSerializer<K> keySerializer) {
    this.order = order;
    this.keySerializer = keySerializer;
  }

  @Override
  public int hash(Tuple2<K, T> pair) {
    return pair.f0.hashCode();
  }

  @Override
  public void setReference(Tuple2<K, T> pair) {
    reference = pair.f0;
  }

  @Override
  public boolean equalToReference(Tuple2<K, T> pair) {
    return order.compare(pair.f0, referenceKey()) == 0;
  }

  @Override
  public int compareToReference(TypeComparator<Tuple2<K, T>> other) {
    return order.compare(((KeyFirstComparator<K, T>) other).referenceKey(), referenceKey());
  }

  private K referenceKey() {
    K key = reference;
    if (key == null) {
      throw new IllegalStateException("setReference comes before a comparison with it");
    }
    return key;
  }

  @Override
  public int compare(Tuple2<K, T> first, Tuple2<K, T> second) {
    return order.compare(first.f0, second.f0);
  }

  @Override
  public int compareSerialized(DataInputView first, DataInputView second) throws IOException {
    return order.compare(keySerializer.deserialize(first), keySerializer.deserialize(second));
  }

  @Override
  public boolean supportsNormalizedKey() {
    return order == (Comparator<?>) BytesOrder.UNSIGNED;
  }

  @Override
  public boolean supportsSerializationWithKeyNormalization() {
    return false;
  }

  @Override
  public int getNormalizeKeyLen() {
    return PREFIX;
  }

  @Override
  public boolean isNormalizedKeyPrefixOnly(int keyBytes) {
    return true;
  }

  @Override
  public void putNormalizedKey(Tuple2<K, T> pair, MemorySegment target, int offset, int numBytes) {
    byte[] key = (byte[]) (Object) pair.f0;
    int copied = Math.min(key.length, numBytes);
    target.put(offset, key, 0, copied);
    for (int i = copied; i < numBytes; i++) {
      target.put(offset + i, (byte) 0);
    }
  }

  @Override
  public void writeWithKeyNormalization(Tuple2<K, T> pair, DataOutputView target) {
    throw new UnsupportedOperationException("keys are not normalized");
  }

  @Override
  public Tuple2<K, T> readWithKeyDenormalization(Tuple2<K, T> reuse, DataInputView source) {
    throw new UnsupportedOperationException("keys are not normalized");
  }

  @Override
  public boolean invertNormalizedKey() {
    return false;
  }

  @Override
  public TypeComparator<Tuple2<K, T>> duplicate() {
    return new KeyFirstComparator<>(order, keySerializer.duplicate());
  }

  @Override
  @SuppressWarnings("unchecked")
  public int extractKeys(Object pair, Object[] target, int index) {
    target[index] = ((Tuple2<K, T>) pair).f0;
    return 1;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Flink declares it
  public TypeComparator[] getFlatComparators() {
    return new TypeComparator[] {this};
  }
}
