package org.partitioners.hash;

import java.io.Serializable;

public interface KeyHasher<K> extends Serializable {
  long hash(K key);

  String fingerprint();
}
