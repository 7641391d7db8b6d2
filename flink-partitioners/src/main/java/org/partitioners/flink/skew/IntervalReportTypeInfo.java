package org.partitioners.flink.skew;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type of the reports on keys of a type. */
final class IntervalReportTypeInfo<K> extends TypeInformation<IntervalReport<K>> {
  private static final long serialVersionUID = 1L;

  private final TypeInformation<K> keyType;

  IntervalReportTypeInfo(TypeInformation<K> keyType) {
    this.keyType = keyType;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Class<IntervalReport<K>> getTypeClass() {
    return (Class) IntervalReport.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  // Flink 1.20 declares both methods, Flink 2.x only the first: hence no @Override.
  @SuppressWarnings("MissingOverride")
  public TypeSerializer<IntervalReport<K>> createSerializer(SerializerConfig config) {
    return new IntervalReportSerializer<>(keyType.createSerializer(config));
  }

  @SuppressWarnings({"MissingOverride", "deprecation"})
  public TypeSerializer<IntervalReport<K>> createSerializer(ExecutionConfig config) {
    return createSerializer(config.getSerializerConfig());
  }

  @Override
  public String toString() {
    return "IntervalReport<" + keyType + ">";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntervalReportTypeInfo<?> that && keyType.equals(that.keyType);
  }

  @Override
  public int hashCode() {
    return 31 + keyType.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof IntervalReportTypeInfo;
  }
}
