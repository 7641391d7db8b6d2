package org.partitioners;

import java.io.Serializable;

public interface KeyPartitioner<K> extends Serializable {
  int partition(K key);

  int numPartitions();

  default String fingerprint() {
    return getClass().getName();
  }
}
