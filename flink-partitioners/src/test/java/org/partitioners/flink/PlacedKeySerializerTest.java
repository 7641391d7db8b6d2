package org.partitioners.flink;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;

/** Flink's own demands on a serializer. */
class PlacedKeySerializerTest extends SerializerTestBase<PlacedKey<String>> {

  @Override
  protected TypeSerializer<PlacedKey<String>> createSerializer() {
    return new PlacedKeySerializer<>(StringSerializer.INSTANCE, "a placement");
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected Class<PlacedKey<String>> getTypeClass() {
    return (Class) PlacedKey.class;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  protected PlacedKey<String>[] getTestData() {
    return new PlacedKey[] {
      new PlacedKey<>("", 0),
      new PlacedKey<>("alice", 1),
      new PlacedKey<>("alice", Integer.MIN_VALUE),
      new PlacedKey<>("ünïcødé 🎈", Integer.MAX_VALUE)
    };
  }
}
