package org.partitioners.flink;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeInformationTestBase;

/** Flink's own demands on a type: the key's type and the placement tell two of them apart. */
class PlacedKeyTypeInfoTest extends TypeInformationTestBase<PlacedKeyTypeInfo<?>> {

  @Override
  protected PlacedKeyTypeInfo<?>[] getTestData() {
    return new PlacedKeyTypeInfo<?>[] {
      new PlacedKeyTypeInfo<>(Types.STRING, "a placement"),
      new PlacedKeyTypeInfo<>(Types.LONG, "a placement"),
      new PlacedKeyTypeInfo<>(Types.STRING, "another placement")
    };
  }
}
