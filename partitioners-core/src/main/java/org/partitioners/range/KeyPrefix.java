package org.partitioners.range;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A number that never falls as keys rise: keys of different numbers are in the order of these, and
 * only keys of one number have to be compared. What all split points begin with does not count.
 */
interface KeyPrefix<K> {

  /** The number of a key. Allocates nothing. */
  long of(K key);

  /** One that suits the split points; null if there is none for their type and order. */
  @SuppressWarnings("unchecked")
  static <K> @Nullable KeyPrefix<K> suiting(Object[] points, Comparator<? super K> order) {
    if (points.length == 0) {
      return null;
    }
    Object first = points[0];
    Object last = points[points.length - 1];
    if (order == BytesOrder.UNSIGNED
        && first instanceof byte[] low
        && last instanceof byte[] high) {
      int differ = Arrays.mismatch(low, high);
      return (KeyPrefix<K>) new OfBytes(Arrays.copyOf(low, Math.max(0, differ)));
    }
    if (order != (Comparator<?>) Comparator.naturalOrder()) {
      return null;
    }
    if (first instanceof String low && last instanceof String high) {
      int common = 0;
      while (common < low.length() && low.charAt(common) == high.charAt(common)) {
        common++;
      }
      return (KeyPrefix<K>) new OfStrings(low.substring(0, points.length == 1 ? 0 : common));
    }
    if (first instanceof Long) {
      return (KeyPrefix<K>) (KeyPrefix<Long>) Long::longValue;
    }
    if (first instanceof Integer) {
      return (KeyPrefix<K>) (KeyPrefix<Integer>) Integer::longValue;
    }
    return null;
  }

  /** The next four characters. */
  record OfStrings(String common) implements KeyPrefix<String> {
    @Override
    public long of(String key) {
      if (!key.startsWith(common)) {
        return key.compareTo(common) < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      int start = common.length();
      int end = Math.min(key.length(), start + 4);
      long prefix = 0;
      for (int i = start; i < end; i++) {
        prefix |= (long) key.charAt(i) << (48 - 16 * (i - start));
      }
      return prefix ^ Long.MIN_VALUE;
    }
  }

  /** The next eight bytes. */
  final class OfBytes implements KeyPrefix<byte[]> {
    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] common;

    OfBytes(byte[] common) {
      this.common = common;
    }

    @Override
    public long of(byte[] key) {
      int start = common.length;
      if (start > 0) {
        int step = Arrays.compareUnsigned(key, 0, Math.min(key.length, start), common, 0, start);
        if (step != 0) {
          return step < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
      }
      if (key.length - start >= Long.BYTES) {
        return (long) LONG.get(key, start) ^ Long.MIN_VALUE;
      }
      long prefix = 0;
      for (int i = start; i < key.length; i++) {
        prefix |= (key[i] & 0xFFL) << (56 - 8 * (i - start));
      }
      return prefix ^ Long.MIN_VALUE;
    }
  }
}
