package org.partitioners.flink;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type of the placed keys of one placement, which its fingerprint names. */
final class PlacedKeyTypeInfo<K> extends TypeInformation<PlacedKey<K>> {
  private static final long serialVersionUID = 1L;

  private final TypeInformation<K> keyType;
  private final String placement;

  PlacedKeyTypeInfo(TypeInformation<K> keyType, String placement) {
    this.keyType = keyType;
    this.placement = placement;
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
  public Class<PlacedKey<K>> getTypeClass() {
    return (Class) PlacedKey.class;
  }

  @Override
  public boolean isKeyType() {
    return true;
  }

  @Override
  public boolean isSortKeyType() {
    return false;
  }

  // Flink 1.20 declares both methods, Flink 2.x only the first: hence no @Override.
  @SuppressWarnings("MissingOverride")
  public TypeSerializer<PlacedKey<K>> createSerializer(SerializerConfig config) {
    return new PlacedKeySerializer<>(keyType.createSerializer(config), placement);
  }

  @SuppressWarnings({"MissingOverride", "deprecation"})
  public TypeSerializer<PlacedKey<K>> createSerializer(ExecutionConfig config) {
    return createSerializer(config.getSerializerConfig());
  }

  @Override
  public String toString() {
    return "PlacedKey<" + keyType + ">";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlacedKeyTypeInfo<?> that
        && keyType.equals(that.keyType)
        && placement.equals(that.placement);
  }

  @Override
  public int hashCode() {
    return 31 * keyType.hashCode() + placement.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof PlacedKeyTypeInfo;
  }
}
