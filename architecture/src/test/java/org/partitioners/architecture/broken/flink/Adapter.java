package org.partitioners.architecture.broken.flink;

import org.apache.flink.api.java.functions.KeySelector;
import org.partitioners.architecture.broken.beam.Transform;

/** An adapter knows another; its getter is the engine's. */
public record Adapter(Transform transform) implements KeySelector<String, String> {

  @Override
  public String getKey(String value) {
    return value;
  }
}
