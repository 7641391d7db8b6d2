package org.partitioners.flink.range;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.RangeSample;
import org.partitioners.range.SharedRanges;

/** Writes samples and ranges with the serializer of their keys, which need no other. */
final class RangeCodec<K> {
  private static final int INITIAL_CAPACITY = 1 << 12;

  /** A tenth of what Flink's remote calls take, by default. */
  private static final int MOST_BYTES = 1 << 20;

  private final TypeSerializer<K> keySerializer;
  private final Comparator<? super K> order;

  RangeCodec(RangeForm<K> form) {
    this.keySerializer = form.keySerializer();
    this.order = form.order();
  }

  /** Writes parts of bytes. */
  @FunctionalInterface
  interface Writing {
    void to(DataOutputView out) throws IOException;
  }

  /** Reads what was written. */
  @FunctionalInterface
  interface Reading<V> {
    V from(DataInputView in) throws IOException;
  }

  static byte[] write(Writing writing) {
    DataOutputSerializer out = new DataOutputSerializer(INITIAL_CAPACITY);
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.getCopyOfBuffer();
  }

  static <V> V read(byte[] bytes, Reading<V> reading) {
    try {
      return reading.from(new DataInputDeserializer(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] write(RangeSample<K> sample) {
    return write(out -> write(sample, out));
  }

  /**
   * Writes a sample, or a coarser one if that takes more bytes than one message should.
   *
   * @param leastK how coarse it may become
   */
  byte[] writeSmall(RangeSample<K> sample, int leastK) {
    byte[] bytes = write(sample);
    int k = sample.image().keys().size() / 4;
    for (; bytes.length > MOST_BYTES && k >= leastK; k /= 2) {
      RangeSample<K> coarser = RangeSample.ofSize(k, order);
      coarser.merge(sample);
      bytes = write(coarser);
    }
    return bytes;
  }

  RangeSample<K> readSample(byte[] bytes) {
    return read(bytes, this::readSample);
  }

  byte[] write(RangeMessage<K> message) {
    return write(
        out -> {
          out.writeLong(message.epoch());
          SharedRanges<K> ranges = message.ranges();
          RangeSample<K> summary = message.summary();
          out.writeBoolean(ranges != null);
          if (ranges != null) {
            write(ranges, out);
          }
          out.writeBoolean(summary != null);
          if (summary != null) {
            write(summary, out);
          }
        });
  }

  /** Writes a message without its summary if that takes more bytes than one message should. */
  byte[] writeSmall(RangeMessage<K> message) {
    byte[] bytes = write(message);
    return bytes.length <= MOST_BYTES ? bytes : write(message.withoutSummary());
  }

  RangeMessage<K> readMessage(byte[] bytes) {
    return read(
        bytes,
        in -> {
          long epoch = in.readLong();
          @Nullable SharedRanges<K> ranges = in.readBoolean() ? readRanges(in) : null;
          @Nullable RangeSample<K> summary = in.readBoolean() ? readSample(in) : null;
          return new RangeMessage<>(epoch, ranges, summary);
        });
  }

  void write(RangeSample<K> sample, DataOutputView out) throws IOException {
    RangeSample.Image<K> image = sample.image();
    out.writeInt(image.structure().length);
    out.write(image.structure());
    out.writeInt(image.keys().size());
    for (K key : image.keys()) {
      keySerializer.serialize(key, out);
    }
  }

  RangeSample<K> readSample(DataInputView in) throws IOException {
    byte[] structure = new byte[in.readInt()];
    in.readFully(structure);
    int size = in.readInt();
    List<K> keys = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      keys.add(keySerializer.deserialize(in));
    }
    return RangeSample.restored(new RangeSample.Image<>(structure, keys), order);
  }

  private void write(SharedRanges<K> ranges, DataOutputView out) throws IOException {
    out.writeInt(ranges.numPartitions());
    out.writeInt(ranges.start());
    out.writeInt(ranges.cuts().size());
    for (SharedRanges.Cut<K> cut : ranges.cuts()) {
      keySerializer.serialize(cut.key(), out);
      out.writeInt(cut.first());
      out.writeInt(cut.shares().size());
      for (double share : cut.shares()) {
        out.writeDouble(share);
      }
    }
  }

  private SharedRanges<K> readRanges(DataInputView in) throws IOException {
    int numPartitions = in.readInt();
    int start = in.readInt();
    int size = in.readInt();
    List<SharedRanges.Cut<K>> cuts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      K key = keySerializer.deserialize(in);
      int first = in.readInt();
      int numShares = in.readInt();
      List<Double> shares = new ArrayList<>(numShares);
      for (int s = 0; s < numShares; s++) {
        shares.add(in.readDouble());
      }
      cuts.add(new SharedRanges.Cut<>(key, first, shares));
    }
    return SharedRanges.of(numPartitions, start, cuts, order);
  }
}
