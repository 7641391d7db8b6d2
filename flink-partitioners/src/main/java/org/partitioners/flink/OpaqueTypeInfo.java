package org.partitioners.flink;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * A type whose values are one field to Flink, and no keys unless it says so. For the types of this
 * library.
 *
 * @param <V> the type of value
 */
@Internal
public abstract class OpaqueTypeInfo<V> extends TypeInformation<V> {
  private static final long serialVersionUID = 1L;

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
  public boolean isKeyType() {
    return false;
  }

  // Flink 1.20 declares it, Flink 2.x does not: hence no @Override.
  @SuppressWarnings({"MissingOverride", "deprecation"})
  public TypeSerializer<V> createSerializer(ExecutionConfig config) {
    return createSerializer(config.getSerializerConfig());
  }
}
