package org.partitioners.architecture.broken.hash;

import org.apache.flink.api.java.functions.KeySelector;
import org.partitioners.architecture.broken.flink.Adapter;
import org.partitioners.architecture.broken.skew.SkewUtils;

/** A subpackage of core knows another, an adapter and an engine. */
public class Hash {
  SkewUtils[] skew;
  Adapter adapter;
  KeySelector<String, String> selector;
}
