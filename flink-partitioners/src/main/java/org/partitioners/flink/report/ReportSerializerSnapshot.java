package org.partitioners.flink.report;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * What state keeps of a report's serializer: the key serializer's own snapshot. Each format has a
 * public class of its own, which Flink instantiates by name.
 *
 * @param <K> the type of key
 * @param <R> the type of report
 */
@Internal
public abstract class ReportSerializerSnapshot<K, R>
    extends CompositeTypeSerializerSnapshot<R, ReportSerializer<K, R>> {
  private static final int VERSION = 1;

  private final ReportFormat<K, R> format;

  /** A snapshot that is yet to be read. */
  protected ReportSerializerSnapshot(ReportFormat<K, R> format) {
    this.format = format;
  }

  /** A snapshot that is yet to be written. */
  protected ReportSerializerSnapshot(ReportSerializer<K, R> serializer) {
    super(serializer);
    this.format = serializer.format();
  }

  @Override
  protected final int getCurrentOuterSnapshotVersion() {
    return VERSION;
  }

  @Override
  protected final TypeSerializer<?>[] getNestedSerializers(ReportSerializer<K, R> serializer) {
    return new TypeSerializer<?>[] {serializer.keySerializer()};
  }

  @Override
  @SuppressWarnings("unchecked") // the only serializer nested is the one for K
  protected final ReportSerializer<K, R> createOuterSerializerWithNestedSerializers(
      TypeSerializer<?>[] nested) {
    return new ReportSerializer<>(format, (TypeSerializer<K>) nested[0]);
  }
}
