package org.partitioners.flink.range;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/** Keys of records, and their weights. */
record Selection<T, K>(
    KeySelector<T, K> selector, TypeSerializer<K> keySerializer, @Nullable RecordWeight<T> weight)
    implements KeySelector<T, K> {
  private static final long serialVersionUID = 1L;

  /** The key of a record, never null. */
  @Override
  public K getKey(T record) throws Exception {
    K key = selector.getKey(record);
    if (key == null) {
      throw new NullPointerException(
          "key: the key selector "
              + selector.getClass().getName()
              + " of the RangeShuffle returned null for a "
              + record.getClass().getName()
              + ": let it return a key that stands for none");
    }
    return key;
  }

  long weight(T record) {
    if (weight == null) {
      return 1;
    }
    long of = weight.of(record);
    if (of < 0) {
      throw new IllegalArgumentException(
          "weight: " + of + " not in [0.." + Long.MAX_VALUE + "] for a record: correct weightedBy");
    }
    return of;
  }

  /** Whether a key that is kept must be copied, since its object may be used again. */
  boolean mustCopy(boolean objectsAreReused) {
    return objectsAreReused && !keySerializer.isImmutableType();
  }
}
