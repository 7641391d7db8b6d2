package org.partitioners.flink.skew;

import java.util.Random;
import java.util.stream.IntStream;
import org.partitioners.skew.Grouping;

/** Sends every record of every key anywhere. */
final class AdversarialGrouping implements Grouping {
  private final int numPlaces;
  private final Random random;

  AdversarialGrouping(int numPlaces, long seed) {
    this.numPlaces = numPlaces;
    this.random = new Random(seed);
  }

  @Override
  public int numPlaces() {
    return numPlaces;
  }

  @Override
  public int place(long keyHash, int home) {
    return random.nextInt(numPlaces);
  }

  @Override
  public int[] places(long keyHash, int home) {
    return IntStream.range(0, numPlaces).toArray();
  }
}
