package org.partitioners.flink.skew;

import org.apache.flink.api.java.functions.KeySelector;

/** What the edge to home partitions by: the key of a contribution, or the code of a mark. */
final class HomeEdge<K, T, ACC> implements KeySelector<Contribution<K, T, ACC>, Object> {
  private static final long serialVersionUID = 1L;

  private final KeySelector<T, K> keyOf;

  HomeEdge(KeySelector<T, K> keyOf) {
    this.keyOf = keyOf;
  }

  @Override
  @SuppressWarnings("NullAway") // a key is never null
  public Object getKey(Contribution<K, T, ACC> contribution) throws Exception {
    return contribution instanceof Contribution.Mark<K, T, ACC> mark
        ? mark.code()
        : contribution.key(keyOf);
  }
}
