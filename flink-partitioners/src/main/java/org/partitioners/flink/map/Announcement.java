package org.partitioners.flink.map;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.flink.util.InstantiationUtil;
import org.partitioners.map.PartitionMap;

/**
 * What routers are told ahead of a checkpoint's barrier.
 *
 * @param checkpoint its number
 * @param watermark what the watermarks of all subtasks had reached by then
 * @param maps the new maps, by the time from which each holds
 */
record Announcement(long checkpoint, long watermark, MapHistory<PartitionMap> maps)
    implements Serializable {

  byte[] toBytes() {
    return bytes(this);
  }

  static Announcement ofBytes(byte[] bytes, ClassLoader loader) {
    return ofBytes(Announcement.class, bytes, loader);
  }

  /** A value of core as bytes: these are records, whose form Java keeps by their parts' names. */
  static byte[] bytes(Serializable value) {
    try {
      return InstantiationUtil.serializeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was written by {@link #bytes}. */
  static <V> V ofBytes(Class<V> type, byte[] bytes, ClassLoader loader) {
    try {
      return type.cast(InstantiationUtil.deserializeObject(bytes, loader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("state: of another version of this library", e);
    }
  }
}
