package org.partitioners.skew;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A hot key and the records expected of it. */
record KeyCount<K>(K key, long count) {

  KeyCount {
    if (count < 1) {
      throw new IllegalArgumentException(
          "hotCounts[" + key + "]: " + count + " not in [1.." + Long.MAX_VALUE + "]");
    }
  }

  /**
   * The heaviest first, equal counts in the keys' order: a total order, whatever map they are in.
   */
  static <K> List<KeyCount<K>> ranked(Map<K, Long> counts, Comparator<? super K> order) {
    List<KeyCount<K>> ranked = new ArrayList<>(counts.size());
    counts.forEach((key, count) -> ranked.add(new KeyCount<>(key, count)));
    ranked.sort(
        Comparator.comparingLong((KeyCount<K> hot) -> -hot.count())
            .thenComparing(KeyCount::key, order));
    for (int i = 1; i < ranked.size(); i++) {
      KeyCount<K> a = ranked.get(i - 1);
      KeyCount<K> b = ranked.get(i);
      if (a.count() == b.count() && order.compare(a.key(), b.key()) == 0) {
        throw new IllegalArgumentException(
            "order: takes the keys "
                + a.key()
                + " and "
                + b.key()
                + " for equal; it must tell all hot keys apart");
      }
    }
    return ranked;
  }
}
