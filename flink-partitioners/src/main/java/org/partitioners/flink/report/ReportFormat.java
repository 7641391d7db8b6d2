package org.partitioners.flink.report;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * How one kind of report is written, its keys with their own serializer. Equal to all others of its
 * kind.
 *
 * @param <K> the type of key
 * @param <R> the type of report, immutable where its keys are
 */
@Internal
public interface ReportFormat<K, R> extends Serializable {

  /** The kind of report. */
  Class<R> type();

  /** A report on nothing. */
  R empty();

  /** Writes a report. */
  void write(R report, TypeSerializer<K> keys, DataOutputView target) throws IOException;

  /** Reads what was written. */
  R read(TypeSerializer<K> keys, DataInputView source) throws IOException;

  /** What state keeps of a serializer. */
  TypeSerializerSnapshot<R> snapshot(ReportSerializer<K, R> serializer);
}
