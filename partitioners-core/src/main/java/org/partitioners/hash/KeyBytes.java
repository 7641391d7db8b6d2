package org.partitioners.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writing keys as bytes, without allocation. */
final class KeyBytes {

  static final VarHandle LITTLE_CHAR = view(char[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LITTLE_INT = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LITTLE_LONG = view(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle BIG_INT = view(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle BIG_LONG = view(long[].class, ByteOrder.BIG_ENDIAN);

  /** Larger keys get a buffer of their own, so that a single one does not stay in memory. */
  private static final int MAX_KEPT = 1 << 16;

  private static final ThreadLocal<byte[]> BUFFER = ThreadLocal.withInitial(() -> new byte[256]);

  private KeyBytes() {}

  private static VarHandle view(Class<?> array, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(array, order);
  }

  /** This thread's buffer of at least that length; what it held before is lost. */
  static byte[] buffer(int length) {
    byte[] buffer = BUFFER.get();
    if (buffer.length >= length) {
      return buffer;
    }
    if (length > MAX_KEPT) {
      return new byte[length];
    }
    byte[] larger = new byte[Integer.highestOneBit(length - 1) << 1];
    BUFFER.set(larger);
    return larger;
  }
}
