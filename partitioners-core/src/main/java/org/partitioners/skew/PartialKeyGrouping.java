package org.partitioners.skew;

import java.util.stream.IntStream;

/** Every record goes to the emptier of two places of its key. */
final class PartialKeyGrouping implements Grouping {

  private final SenderLoad load;

  PartialKeyGrouping(int numPlaces) {
    this.load = new SenderLoad(numPlaces);
  }

  @Override
  public int numPlaces() {
    return load.numPlaces();
  }

  @Override
  public int place(long keyHash, int home) {
    return load.add(load.lesser(load.checkHome(home), HashMix.choice(keyHash, 1, numPlaces())));
  }

  @Override
  public int[] places(long keyHash, int home) {
    return IntStream.of(load.checkHome(home), HashMix.choice(keyHash, 1, numPlaces()))
        .distinct()
        .toArray();
  }

  /** As {@code partialKey(5)}. */
  @Override
  public String toString() {
    return "partialKey(" + numPlaces() + ")";
  }
}
