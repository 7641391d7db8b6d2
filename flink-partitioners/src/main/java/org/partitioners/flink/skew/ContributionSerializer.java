package org.partitioners.flink.skew;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes one byte for the kind, then the record, the part's key, accumulator and bounds, or the
 * mark.
 */
final class ContributionSerializer<K, T, ACC> extends TypeSerializer<Contribution<K, T, ACC>> {
  private static final long serialVersionUID = 1L;

  private static final byte WHOLE = 0;
  private static final byte PART = 1;
  private static final byte SESSION_PART = 2;
  private static final byte MARK = 3;

  private final TypeSerializer<K> keys;
  private final TypeSerializer<T> records;
  private final TypeSerializer<ACC> accumulators;

  ContributionSerializer(
      TypeSerializer<K> keys, TypeSerializer<T> records, TypeSerializer<ACC> accumulators) {
    this.keys = keys;
    this.records = records;
    this.accumulators = accumulators;
  }

  TypeSerializer<?>[] nested() {
    return new TypeSerializer<?>[] {keys, records, accumulators};
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<Contribution<K, T, ACC>> duplicate() {
    return new ContributionSerializer<>(
        keys.duplicate(), records.duplicate(), accumulators.duplicate());
  }

  @Override
  public Contribution<K, T, ACC> createInstance() {
    return new Contribution.Whole<>(records.createInstance());
  }

  @Override
  public Contribution<K, T, ACC> copy(Contribution<K, T, ACC> from) {
    if (from instanceof Contribution.Part<K, T, ACC> part) {
      return new Contribution.Part<>(
          keys.copy(part.key()), accumulators.copy(part.accumulator()), part.start(), part.end());
    }
    return from instanceof Contribution.Whole<K, T, ACC> whole
        ? new Contribution.Whole<>(records.copy(whole.record()))
        : from;
  }

  @Override
  public Contribution<K, T, ACC> copy(Contribution<K, T, ACC> from, Contribution<K, T, ACC> reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(Contribution<K, T, ACC> contribution, DataOutputView target)
      throws IOException {
    if (contribution instanceof Contribution.Whole<K, T, ACC> whole) {
      target.writeByte(WHOLE);
      records.serialize(whole.record(), target);
      return;
    }
    if (contribution instanceof Contribution.Mark<K, T, ACC> mark) {
      target.writeByte(MARK);
      target.writeInt(mark.code());
      target.writeLong(mark.sender().incarnation());
      target.writeInt(mark.sender().subtask());
      target.writeInt(mark.sender().subtasks());
      target.writeLong(mark.watermark());
      return;
    }
    Contribution.Part<K, T, ACC> part = (Contribution.Part<K, T, ACC>) contribution;
    target.writeByte(part.isSession() ? SESSION_PART : PART);
    keys.serialize(part.key(), target);
    accumulators.serialize(part.accumulator(), target);
    if (part.isSession()) {
      target.writeLong(part.start());
      target.writeLong(part.end());
    }
  }

  @Override
  public Contribution<K, T, ACC> deserialize(DataInputView source) throws IOException {
    byte kind = source.readByte();
    return switch (kind) {
      case WHOLE -> new Contribution.Whole<>(records.deserialize(source));
      case PART ->
          new Contribution.Part<>(keys.deserialize(source), accumulators.deserialize(source));
      case SESSION_PART -> {
        K key = keys.deserialize(source);
        ACC accumulator = accumulators.deserialize(source);
        yield new Contribution.Part<>(key, accumulator, source.readLong(), source.readLong());
      }
      case MARK ->
          new Contribution.Mark<>(
              source.readInt(),
              new Contribution.Sender(source.readLong(), source.readInt(), source.readInt()),
              source.readLong());
      default -> throw unknown(kind);
    };
  }

  @Override
  public Contribution<K, T, ACC> deserialize(Contribution<K, T, ACC> reuse, DataInputView source)
      throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    byte kind = source.readByte();
    target.writeByte(kind);
    switch (kind) {
      case WHOLE -> records.copy(source, target);
      case PART, SESSION_PART -> {
        keys.copy(source, target);
        accumulators.copy(source, target);
        if (kind == SESSION_PART) {
          target.writeLong(source.readLong());
          target.writeLong(source.readLong());
        }
      }
      case MARK -> target.write(source, 3 * Integer.BYTES + 2 * Long.BYTES);
      default -> throw unknown(kind);
    }
  }

  private static IOException unknown(byte kind) {
    return new IOException(
        "Kind of contribution: "
            + kind
            + " not in [0..3]: it was written by a later version of this library");
  }

  @Override
  public TypeSerializerSnapshot<Contribution<K, T, ACC>> snapshotConfiguration() {
    return new ContributionSerializerSnapshot<>(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContributionSerializer<?, ?, ?> that
        && keys.equals(that.keys)
        && records.equals(that.records)
        && accumulators.equals(that.accumulators);
  }

  @Override
  public int hashCode() {
    return (31 * keys.hashCode() + records.hashCode()) * 31 + accumulators.hashCode();
  }

  @Override
  public String toString() {
    return "ContributionSerializer(" + keys + ", " + records + ", " + accumulators + ")";
  }
}
