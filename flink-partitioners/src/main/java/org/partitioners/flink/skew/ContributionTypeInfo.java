package org.partitioners.flink.skew;

import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.partitioners.flink.OpaqueTypeInfo;

/** Type of contributions. They travel, and are never state. */
final class ContributionTypeInfo<K, T, ACC> extends OpaqueTypeInfo<Contribution<K, T, ACC>> {
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
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Class<Contribution<K, T, ACC>> getTypeClass() {
    return (Class) Contribution.class;
  }

  @Override
  public TypeSerializer<Contribution<K, T, ACC>> createSerializer(SerializerConfig config) {
    return new ContributionSerializer<>(
        keyType.createSerializer(config),
        recordType.createSerializer(config),
        accumulatorType.createSerializer(config));
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
