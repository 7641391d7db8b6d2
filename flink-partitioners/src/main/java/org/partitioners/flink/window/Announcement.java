package org.partitioners.flink.window;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.util.InstantiationUtil;

/**
 * What routers are told ahead of a checkpoint's barrier.
 *
 * @param checkpoint its number
 * @param watermark what the watermarks of all subtasks had reached by then
 * @param plans the new plans, as bytes
 */
@Internal
public record Announcement(long checkpoint, long watermark, WindowHistory<byte[]> plans)
    implements Serializable {

  byte[] toBytes() {
    return bytes(this);
  }

  /** What was announced. */
  public static Announcement ofBytes(byte[] bytes, ClassLoader loader) {
    return ofBytes(Announcement.class, bytes, loader);
  }

  /** A value of this library as bytes: records, whose form Java keeps by their parts' names. */
  public static byte[] bytes(Serializable value) {
    try {
      return InstantiationUtil.serializeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was written by {@link #bytes}. */
  public static <V> V ofBytes(Class<V> type, byte[] bytes, ClassLoader loader) {
    try {
      return type.cast(InstantiationUtil.deserializeObject(bytes, loader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("state: of another version of this library", e);
    }
  }
}
