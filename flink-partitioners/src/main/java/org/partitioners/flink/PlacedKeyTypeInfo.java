package org.partitioners.flink;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type of the placed keys of one placement, which its fingerprint names. */
final class PlacedKeyTypeInfo<K> extends OpaqueTypeInfo<PlacedKey<K>> {
  private static final long serialVersionUID = 1L;

  private final TypeInformation<K> keyType;
  private final String placement;

  PlacedKeyTypeInfo(TypeInformation<K> keyType, String placement) {
    this.keyType = keyType;
    this.placement = placement;
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

  @Override
  public TypeSerializer<PlacedKey<K>> createSerializer(SerializerConfig config) {
    return new PlacedKeySerializer<>(keyType.createSerializer(config), placement);
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
