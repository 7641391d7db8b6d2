package org.partitioners.flink.range;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.partitioners.range.RangeReport;

/** Type of the reports on keys of a type. */
final class RangeReportTypeInfo<K> extends TypeInformation<RangeReport<K>> {
  private static final long serialVersionUID = 1L;

  private final TypeInformation<K> keyType;

  RangeReportTypeInfo(TypeInformation<K> keyType) {
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
  public Class<RangeReport<K>> getTypeClass() {
    return (Class) RangeReport.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  // Flink 1.20 declares both methods, Flink 2.x only the first: hence no @Override.
  @SuppressWarnings("MissingOverride")
  public TypeSerializer<RangeReport<K>> createSerializer(SerializerConfig config) {
    return new RangeReportSerializer<>(keyType.createSerializer(config));
  }

  @SuppressWarnings({"MissingOverride", "deprecation"})
  public TypeSerializer<RangeReport<K>> createSerializer(ExecutionConfig config) {
    return createSerializer(config.getSerializerConfig());
  }

  @Override
  public String toString() {
    return "RangeReport<" + keyType + ">";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RangeReportTypeInfo<?> that && keyType.equals(that.keyType);
  }

  @Override
  public int hashCode() {
    return 31 + keyType.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof RangeReportTypeInfo;
  }
}
