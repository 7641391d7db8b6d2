package org.partitioners.skew;

/** The tail by partial key grouping, the head wherever least has been sent to. */
final class WChoices implements Grouping {

  private final SenderLoad load;
  private final Head head;
  private final HeadCounts counts;
  private final KeyPlaces all;

  WChoices(SenderLoad load, Head head) {
    this.load = load;
    this.head = head;
    this.counts = new HeadCounts(head.counters(), head.halfLife());
    this.all = KeyPlaces.all(load.numPlaces());
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
        isHot(slot)
            ? all.emptiest(load)
            : load.lesser(home, HashMix.choice(keyHash, 1, numPlaces()));
    if (counts.due()) {
      counts.age();
    }
    return load.add(place);
  }

  private boolean isHot(int slot) {
    return counts.count(slot) >= head.share() * counts.total();
  }

  @Override
  public int[] places(long keyHash, int home) {
    load.checkHome(home);
    int slot = counts.find(keyHash);
    return counts.count(slot) > 0 && isHot(slot)
        ? all.toArray(home)
        : KeyPlaces.choices(keyHash, home, 2, numPlaces()).toArray(home);
  }

  /** As {@code wChoices(5)}. */
  @Override
  public String toString() {
    return "wChoices(" + numPlaces() + ")";
  }
}
