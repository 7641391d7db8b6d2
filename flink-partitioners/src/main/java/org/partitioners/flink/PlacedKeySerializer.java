package org.partitioners.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes the key, then the four bytes of its hash code. The placement's fingerprint is no part of a
 * record: it goes once into {@link PlacedKeySerializerSnapshot}, where a restore compares it.
 */
final class PlacedKeySerializer<K> extends TypeSerializer<PlacedKey<K>> {
  private static final long serialVersionUID = 1L;

  private final TypeSerializer<K> keySerializer;
  private final String placement;

  PlacedKeySerializer(TypeSerializer<K> keySerializer, String placement) {
    this.keySerializer = keySerializer;
    this.placement = placement;
  }

  TypeSerializer<K> keySerializer() {
    return keySerializer;
  }

  String placement() {
    return placement;
  }

  @Override
  public boolean isImmutableType() {
    return keySerializer.isImmutableType();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // by contract, a stateless serializer returns itself
  public TypeSerializer<PlacedKey<K>> duplicate() {
    TypeSerializer<K> duplicate = keySerializer.duplicate();
    return duplicate == keySerializer ? this : new PlacedKeySerializer<>(duplicate, placement);
  }

  @Override
  public PlacedKey<K> createInstance() {
    return new PlacedKey<>(keySerializer.createInstance(), 0);
  }

  @Override
  public PlacedKey<K> copy(PlacedKey<K> from) {
    return isImmutableType()
        ? from
        : new PlacedKey<>(keySerializer.copy(from.key()), from.hashCode());
  }

  @Override
  public PlacedKey<K> copy(PlacedKey<K> from, PlacedKey<K> reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    int keyLength = keySerializer.getLength();
    return keyLength < 0 ? -1 : keyLength + Integer.BYTES;
  }

  @Override
  public void serialize(PlacedKey<K> placed, DataOutputView target) throws IOException {
    keySerializer.serialize(placed.key(), target);
    target.writeInt(placed.hashCode());
  }

  @Override
  public PlacedKey<K> deserialize(DataInputView source) throws IOException {
    K key = keySerializer.deserialize(source);
    return new PlacedKey<>(key, source.readInt());
  }

  @Override
  public PlacedKey<K> deserialize(PlacedKey<K> reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    keySerializer.copy(source, target);
    target.writeInt(source.readInt());
  }

  @Override
  public TypeSerializerSnapshot<PlacedKey<K>> snapshotConfiguration() {
    return new PlacedKeySerializerSnapshot<>(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlacedKeySerializer<?> that
        && keySerializer.equals(that.keySerializer)
        && placement.equals(that.placement);
  }

  @Override
  public int hashCode() {
    return 31 * keySerializer.hashCode() + placement.hashCode();
  }

  @Override
  public String toString() {
    return "PlacedKeySerializer(" + keySerializer + ", " + placement + ")";
  }
}
