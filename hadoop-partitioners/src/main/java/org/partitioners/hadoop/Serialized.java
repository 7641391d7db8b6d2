package org.partitioners.hadoop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.util.ReflectionUtils;

/** Writables as the bytes that they write. */
final class Serialized {

  private Serialized() {}

  static byte[] bytes(Writable writable) {
    try (DataOutputBuffer out = new DataOutputBuffer()) {
      writable.write(out);
      return Arrays.copyOf(out.getData(), out.getLength());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Writable writable(Class<? extends Writable> type, byte[] bytes) {
    Writable writable = ReflectionUtils.newInstance(type, new Configuration(false));
    try (DataInputBuffer in = new DataInputBuffer()) {
      in.reset(bytes, bytes.length);
      writable.readFields(in);
      return writable;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Class<? extends Writable> type(String name, Configuration configuration) {
    try {
      return configuration.getClassByName(name).asSubclass(Writable.class);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new IllegalArgumentException("keys: " + name + " is no Writable that is there", e);
    }
  }
}
