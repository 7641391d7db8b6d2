package org.partitioners.flink.report;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.partitioners.flink.OpaqueTypeInfo;

/**
 * Type of the reports on keys of a type.
 *
 * @param <K> the type of key
 * @param <R> the type of report
 */
@Internal
public final class ReportTypeInfo<K, R> extends OpaqueTypeInfo<R> {
  private static final long serialVersionUID = 1L;

  private final ReportFormat<K, R> format;
  private final TypeInformation<K> keyType;

  /** The type of one kind of report. */
  public ReportTypeInfo(ReportFormat<K, R> format, TypeInformation<K> keyType) {
    this.format = format;
    this.keyType = keyType;
  }

  @Override
  public Class<R> getTypeClass() {
    return format.type();
  }

  @Override
  public TypeSerializer<R> createSerializer(SerializerConfig config) {
    return new ReportSerializer<>(format, keyType.createSerializer(config));
  }

  @Override
  public String toString() {
    return format.type().getSimpleName() + "<" + keyType + ">";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReportTypeInfo<?, ?> that
        && format.equals(that.format)
        && keyType.equals(that.keyType);
  }

  @Override
  public int hashCode() {
    return 31 * format.hashCode() + keyType.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ReportTypeInfo;
  }
}
