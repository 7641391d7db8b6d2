package org.partitioners.range;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.datasketches.common.ArrayOfItemsSerDe;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.memory.WritableMemory;

/**
 * Writes numbers in place of a sketch's keys, so that the sketch can be serialized exactly whatever
 * the type of its keys: the keys themselves go beside the sketch's image, each once.
 */
final class KeyNumbers<K> extends ArrayOfItemsSerDe<K> {

  private final List<Object> keys;
  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();

  KeyNumbers(Object... keys) {
    this.keys = new ArrayList<>(Arrays.asList(keys));
  }

  /** Forgets all keys. */
  void clear() {
    keys.clear();
    numbers.clear();
  }

  /** The keys by number. */
  Object[] keys() {
    return keys.toArray();
  }

  private int number(Object key) {
    Integer known = numbers.get(key);
    if (known != null) {
      return known;
    }
    numbers.put(key, keys.size());
    keys.add(key);
    return keys.size() - 1;
  }

  @Override
  public byte[] serializeToByteArray(K key) {
    byte[] bytes = new byte[Integer.BYTES];
    WritableMemory.writableWrap(bytes).putInt(0, number(key));
    return bytes;
  }

  @Override
  public byte[] serializeToByteArray(K[] array) {
    byte[] bytes = new byte[array.length * Integer.BYTES];
    WritableMemory memory = WritableMemory.writableWrap(bytes);
    for (int i = 0; i < array.length; i++) {
      memory.putInt((long) i * Integer.BYTES, number(array[i]));
    }
    return bytes;
  }

  @Override
  @SuppressWarnings("unchecked")
  public K[] deserializeFromMemory(Memory memory, long offset, int count) {
    Object[] array = new Object[count];
    for (int i = 0; i < count; i++) {
      array[i] = keys.get(memory.getInt(offset + (long) i * Integer.BYTES));
    }
    return (K[]) array;
  }

  @Override
  public int sizeOf(K key) {
    return Integer.BYTES;
  }

  @Override
  public int sizeOf(Memory memory, long offset, int count) {
    return count * Integer.BYTES;
  }

  @Override
  public String toString(K key) {
    return KeyRange.text(key);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Class<K> getClassOfT() {
    return (Class<K>) Object.class;
  }
}
