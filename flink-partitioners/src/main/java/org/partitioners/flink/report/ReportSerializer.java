package org.partitioners.flink.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes reports in their format. A report whose keys must be copied is copied by its bytes, for
 * reports are few.
 *
 * @param <K> the type of key
 * @param <R> the type of report
 */
@Internal
public final class ReportSerializer<K, R> extends TypeSerializer<R> {
  private static final long serialVersionUID = 1L;
  private static final int INITIAL_CAPACITY = 1 << 10;

  private final ReportFormat<K, R> format;
  private final TypeSerializer<K> keySerializer;

  /** The serializer of one kind of report. */
  public ReportSerializer(ReportFormat<K, R> format, TypeSerializer<K> keySerializer) {
    this.format = format;
    this.keySerializer = keySerializer;
  }

  ReportFormat<K, R> format() {
    return format;
  }

  TypeSerializer<K> keySerializer() {
    return keySerializer;
  }

  @Override
  public boolean isImmutableType() {
    return keySerializer.isImmutableType();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // by contract, a stateless serializer returns itself
  public TypeSerializer<R> duplicate() {
    TypeSerializer<K> duplicate = keySerializer.duplicate();
    return duplicate == keySerializer ? this : new ReportSerializer<>(format, duplicate);
  }

  @Override
  public R createInstance() {
    return format.empty();
  }

  @Override
  public R copy(R from) {
    if (isImmutableType()) {
      return from;
    }
    DataOutputSerializer bytes = new DataOutputSerializer(INITIAL_CAPACITY);
    try {
      serialize(from, bytes);
      return deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public R copy(R from, R reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(R report, DataOutputView target) throws IOException {
    format.write(report, keySerializer, target);
  }

  @Override
  public R deserialize(DataInputView source) throws IOException {
    return format.read(keySerializer, source);
  }

  @Override
  public R deserialize(R reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<R> snapshotConfiguration() {
    return format.snapshot(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReportSerializer<?, ?> that
        && format.equals(that.format)
        && keySerializer.equals(that.keySerializer);
  }

  @Override
  public int hashCode() {
    return 31 * format.hashCode() + keySerializer.hashCode();
  }

  @Override
  public String toString() {
    return format.type().getSimpleName() + "Serializer(" + keySerializer + ")";
  }
}
