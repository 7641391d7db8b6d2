package org.partitioners.flink.skew;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.util.InstantiationUtil;
import org.partitioners.skew.SkewSketch;

/**
 * What a subtask tells of an interval: its number, how many subtasks there are, the interval, the
 * records per subtask of the {@code keyBy}, and the sketch.
 */
final class SketchMessage {

  /** Told as the interval when there is nothing more to come. */
  static final long END = Long.MAX_VALUE;

  static final TypeInformation<Tuple5<Integer, Integer, Long, long[], byte[]>> TYPE =
      Types.TUPLE(
          Types.INT,
          Types.INT,
          Types.LONG,
          PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO,
          PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private SketchMessage() {}

  static <K> byte[] write(SkewSketch<K> sketch, TypeSerializer<K> keySerializer) {
    try {
      return InstantiationUtil.serializeObject(
          sketch.mapKeys(key -> SerializedKey.of(key, keySerializer)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <K> SkewSketch<K> read(
      byte[] bytes, TypeSerializer<K> keySerializer, ClassLoader classLoader) {
    try {
      SkewSketch<SerializedKey> sketch = InstantiationUtil.deserializeObject(bytes, classLoader);
      return sketch.mapKeys(key -> key.key(keySerializer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("A sketch that this library wrote is unknown to it", e);
    }
  }
}
