package org.partitioners.flink.skew;

import java.util.Objects;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type of contributions. They travel, and are never state. */
final class ContributionTypeInfo<K, T, ACC> extends TypeInformation<Contribution<K, T, ACC>> {
  private static final long serialVersionUID = 1L;

  private final TypeInformation<K> keyType;
  private final TypeInformation<T> recordType;
  private final TypeInformation<ACC> accumulatorType;

  ContributionTypeInfo(
      TypeInformation<K> keyType,
      TypeInformation<T> recordType,
      TypeInformation<ACC> accumulatorType) {
    this.keyType = keyType;
    this.recordType = recordType;
    this.accumulatorType = accumulatorType;
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
  public Class<Contribution<K, T, ACC>> getTypeClass() {
    return (Class) Contribution.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  // Flink 1.20 declares both methods, Flink 2.x only the first: hence no @Override.
  @SuppressWarnings("MissingOverride")
  public TypeSerializer<Contribution<K, T, ACC>> createSerializer(SerializerConfig config) {
    return new ContributionSerializer<>(
        keyType.createSerializer(config),
        recordType.createSerializer(config),
        accumulatorType.createSerializer(config));
  }

  @SuppressWarnings({"MissingOverride", "deprecation"})
  public TypeSerializer<Contribution<K, T, ACC>> createSerializer(ExecutionConfig config) {
    return createSerializer(config.getSerializerConfig());
  }

  @Override
  public String toString() {
    return "Contribution<" + keyType + ", " + recordType + ", " + accumulatorType + ">";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContributionTypeInfo<?, ?, ?> that
        && keyType.equals(that.keyType)
        && recordType.equals(that.recordType)
        && accumulatorType.equals(that.accumulatorType);
  }

  @Override
  public int hashCode() {
    return Objects.hash(keyType, recordType, accumulatorType);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ContributionTypeInfo;
  }
}
