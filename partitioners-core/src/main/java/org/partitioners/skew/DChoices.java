package org.partitioners.skew;

import java.util.Arrays;

/**
 * The tail by partial key grouping, the head with d choices.
 *
 * <p>d is the least number with which every prefix of the head fits where it may go: with keys in
 * descending order, P the share of the first h of them, H that of the head, and b = n −
 * n·((n−1)/n)^(h·d) the number of places that h keys with d choices each are expected to have,
 *
 * <pre>P + (b/n)^d · (H − P) + (b/n)² · (1 − H) ≤ b · (1/n + ε)</pre>
 *
 * <p>It is found anew whenever the sender has counted an eighth more, at least as many as there are
 * counters, which costs a record next to nothing.
 */
final class DChoices implements Grouping {

  private final SenderLoad load;
  private final Head head;
  private final double tolerance;
  private final HeadCounts counts;
  private final KeyPlaces all;

  /** The head's counts, when d was found last. */
  private final int[] headCounts;

  private int choices = 2;
  private long untilSolved;

  DChoices(SenderLoad load, Head head, double tolerance) {
    if (!(tolerance > 0 && tolerance <= 1)) {
      throw new IllegalArgumentException("tolerance: " + tolerance + " not in (0..1]");
    }
    this.load = load;
    this.head = head;
    this.tolerance = tolerance;
    this.counts = new HeadCounts(head.counters(), head.halfLife());
    this.all = KeyPlaces.all(load.numPlaces());
    this.headCounts = new int[head.counters()];
    this.untilSolved = head.counters();
  }

  @Override
  public int numPlaces() {
    return load.numPlaces();
  }

  @Override
  public int place(long keyHash, int home) {
    load.checkHome(home);
    int slot = counts.add(keyHash);
    int place =
        (choices > 2 || choices == numPlaces()) && isHot(slot)
            ? placesOf(slot, keyHash, home).emptiest(load)
            : load.lesser(home, HashMix.choice(keyHash, 1, numPlaces()));
    if (--untilSolved == 0) {
      choices = solve();
      untilSolved = Math.max(head.counters(), counts.total() / 8);
    }
    if (counts.due()) {
      counts.age();
    }
    return load.add(place);
  }

  private boolean isHot(int slot) {
    return counts.count(slot) >= head.share() * counts.total();
  }

  private KeyPlaces placesOf(int slot, long keyHash, int home) {
    if (choices == numPlaces()) {
      return all;
    }
    KeyPlaces places = counts.places(slot);
    if (places == null || places.size() != choices) {
      places = KeyPlaces.choices(keyHash, home, choices, numPlaces());
      counts.split(slot, places);
    }
    return places;
  }

  /** The least d that will do; n if none below does. */
  private int solve() {
    int size = 0;
    for (int slot = 0; slot < counts.slots(); slot++) {
      if (counts.count(slot) > 0 && isHot(slot)) {
        headCounts[size++] = counts.count(slot);
      }
    }
    if (size == 0) {
      return Math.min(2, numPlaces());
    }
    Arrays.sort(headCounts, 0, size);
    long largest = headCounts[size - 1];
    int d = (int) Math.max(2, Math.ceil((double) largest * numPlaces() / counts.total()));
    while (d < numPlaces() && !suffices(d, size)) {
      d++;
    }
    return Math.min(d, numPlaces());
  }

  private boolean suffices(int d, int size) {
    double n = numPlaces();
    double all = counts.total();
    double ofHead = 0;
    for (int i = 0; i < size; i++) {
      ofHead += headCounts[i] / all;
    }
    double missedByOne = StrictMath.pow((n - 1) / n, d);
    double missed = 1;
    double prefix = 0;
    for (int i = size - 1; i >= 0; i--) {
      prefix += headCounts[i] / all;
      missed *= missedByOne;
      double reached = 1 - missed;
      double expected =
          prefix
              + StrictMath.pow(reached, d) * (ofHead - prefix)
              + reached * reached * (1 - ofHead);
      if (expected > reached * n * (1 / n + tolerance)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int[] places(long keyHash, int home) {
    load.checkHome(home);
    int slot = counts.find(keyHash);
    boolean hot = counts.count(slot) > 0 && isHot(slot);
    if (hot && choices == numPlaces()) {
      return all.toArray(home);
    }
    int number = hot ? choices : 2;
    return KeyPlaces.choices(keyHash, home, number, numPlaces()).toArray(home);
  }

  /** As {@code dChoices(5)}. */
  @Override
  public String toString() {
    return "dChoices(" + numPlaces() + ")";
  }
}
