package org.partitioners.flink;

import org.apache.flink.api.java.functions.KeySelector;

/** Places what the user's selector selects. */
final class PlacedKeySelector<T, K> implements KeySelector<T, PlacedKey<K>> {
  private static final long serialVersionUID = 1L;

  private final Placement<K> placement;
  private final KeySelector<T, K> selector;

  PlacedKeySelector(Placement<K> placement, KeySelector<T, K> selector) {
    this.placement = placement;
    this.selector = selector;
  }

  @Override
  public PlacedKey<K> getKey(T value) throws Exception {
    return placement.place(selector.getKey(value));
  }
}
