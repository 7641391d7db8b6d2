package org.partitioners.flink.skew;

import java.util.Random;

/** Any way for any record: the adversary of exactness. */
final class RandomRouter<K> implements Router<K> {
  private final Random random;
  private final int places;

  private RandomRouter(long seed, int places) {
    this.random = new Random(seed);
    this.places = places;
  }

  static <K> SendingOperator.RouterFactory<K> factory(long seed, int places) {
    return () -> new RandomRouter<>(seed, places);
  }

  @Override
  public int route(K key) {
    return random.nextInt(places + 2) - 2;
  }

  @Override
  public int numRelieved() {
    return -1;
  }
}
