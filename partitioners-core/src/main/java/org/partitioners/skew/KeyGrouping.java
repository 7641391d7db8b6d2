package org.partitioners.skew;

/** Every record goes home. */
final class KeyGrouping implements Grouping {

  private final SenderLoad load;

  KeyGrouping(int numPlaces) {
    this.load = new SenderLoad(numPlaces);
  }

  @Override
  public int numPlaces() {
    return load.numPlaces();
  }

  @Override
  public int place(long keyHash, int home) {
    return load.checkHome(home);
  }

  @Override
  public int[] places(long keyHash, int home) {
    return new int[] {load.checkHome(home)};
  }

  /** As {@code key(5)}. */
  @Override
  public String toString() {
    return "key(" + numPlaces() + ")";
  }
}
