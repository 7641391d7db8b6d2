package org.partitioners.flink.skew;

import org.apache.flink.api.java.functions.KeySelector;

/** The key at whose home a contribution belongs. */
final class HomeKey<K, T, ACC> implements KeySelector<Contribution<K, T, ACC>, K> {
  private static final long serialVersionUID = 1L;

  private final KeySelector<T, K> keyOf;

  HomeKey(KeySelector<T, K> keyOf) {
    this.keyOf = keyOf;
  }

  @Override
  public K getKey(Contribution<K, T, ACC> contribution) throws Exception {
    return contribution.key(keyOf);
  }
}
