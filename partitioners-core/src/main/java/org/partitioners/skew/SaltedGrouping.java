package org.partitioners.skew;

import java.util.Arrays;

/** Every record goes to one of its key's places drawn by lot, be the key hot or cold. */
final class SaltedGrouping implements Grouping {

  private final SenderLoad load;
  private final int salts;

  /** Records so far. Salts in turn would tie a key to one of them in a stream that repeats. */
  private long records;

  SaltedGrouping(SenderLoad load, int salts) {
    if (salts < 1 || salts > Groupings.MAX_PLACES) {
      throw new IllegalArgumentException(
          "salts: " + salts + " not in [1.." + Groupings.MAX_PLACES + "]");
    }
    this.load = load;
    this.salts = salts;
  }

  @Override
  public int numPlaces() {
    return load.numPlaces();
  }

  @Override
  public int place(long keyHash, int home) {
    load.checkHome(home);
    int salt = HashMix.choice(records++, 0, salts);
    return salt == 0 ? home : HashMix.choice(keyHash, salt, numPlaces());
  }

  @Override
  public int[] places(long keyHash, int home) {
    int[] places = new int[salts];
    Arrays.setAll(places, salt -> HashMix.choice(keyHash, salt, numPlaces()));
    places[0] = load.checkHome(home);
    return Arrays.stream(places).distinct().toArray();
  }

  /** As {@code salted(5, 8)}. */
  @Override
  public String toString() {
    return "salted(" + numPlaces() + ", " + salts + ")";
  }
}
