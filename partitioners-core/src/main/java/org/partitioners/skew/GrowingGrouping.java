package org.partitioners.skew;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key stays at home until home is too full; then hot keys take further places one by one.
 *
 * <p>A place is too full when it has got more than {@value #SLACK} records above the sender's mean.
 * A record of a split key goes where the key's last one went, or on to its next place once that is
 * about to be too full; if all are, the key takes the next of its rendezvous preference list.
 *
 * <p>Which keys are hot is found out for each home: a key must have a share of what the sender
 * sends, at first {@value #COARSE} times the head's. While home is too full, less is asked of a key
 * the fuller home is, and of all its keys a little less with each record that finds none to split;
 * down to the head's share. So the heaviest keys that do are split, and no more.
 *
 * <p>A place that gets too little, because no key that has taken it is hot enough to fill it, would
 * hardly show above the mean of the others. So every {@value #TENDING} records the emptiest place,
 * if it lacks more than {@value #ARREARS} records, is given to the next key that comes with a whole
 * place's share. What a place lacks beyond that when a key takes it is put aside and made up for by
 * one record at a time, lest all records of the key go there until it has caught up: a hot spot.
 *
 * <p>At each half-life keys that have cooled down go home, keys give up places far beyond their
 * need, and what a place has got more or less than a half-life's mean is forgotten.
 */
final class GrowingGrouping implements Grouping {

  // The constants are a compromise between imbalance, state and the worst window of 10⁵ records,
  // found with 5 senders, Zipf's law from 0.8 to 2, 10 and 100 places, and a most frequent key that
  // stays or changes every 10⁵ records. Each says what half an order of magnitude less or more
  // does.

  /** Less: any ripple splits keys, half as much state again. More: twice the imbalance. */
  private static final int SLACK = 2;

  /** Less: up to a tenth more state. More: windows half as uneven again after a change. */
  private static final int COARSE = 10;

  /** Less: windows thrice as uneven with few places. More: the same with many. */
  private static final int ARREARS = 16;

  /** Less: nothing gained for the time it takes. More: windows half as uneven again. */
  private static final int TENDING = 500;

  /**
   * With fewer records a key's share is anyone's guess. Less: windows of the very first records are
   * ten times as uneven for z ≥ 1.6, as keys are split for nothing. More: too late for z = 0.8.
   */
  private static final int MIN_COUNT = 6;

  /**
   * With so many records above the slack at home, half as much is asked of a key. Less: more state.
   * More: windows twice as uneven after a change.
   */
  private static final double HALF_AT = 4;

  /**
   * What is still asked after a record that finds no key to split, relative to before. 0.9: more
   * state. 0.999: twice the imbalance for z = 0.8.
   */
  private static final double EASED = 0.98;

  /**
   * A key keeps so many places, and so many times as many as its share would fill. Less: places are
   * given up and taken again. More: no difference but to keys that have cooled down somewhat.
   */
  private static final int KEPT_PLACES = 16;

  private static final int KEPT_TIMES = 8;

  private static final int NONE = -1;

  private final SenderLoad load;
  private final Head head;
  private final HeadCounts counts;

  /** For each home, the share from which on its keys are hot. */
  private final double[] hotShare;

  /** What a place has missed and is still to get, beyond what the load says. */
  private final long[] arrears;

  private int untilTending;
  private int needy = NONE;

  GrowingGrouping(SenderLoad load, Head head) {
    this.load = load;
    this.head = head;
    this.counts = new HeadCounts(head.counters(), head.halfLife());
    this.hotShare = new double[load.numPlaces()];
    this.arrears = new long[load.numPlaces()];
    this.untilTending = Math.max(TENDING, load.numPlaces());
    Arrays.fill(hotShare, Math.min(1, COARSE * head.share()));
  }

  @Override
  public int numPlaces() {
    return load.numPlaces();
  }

  @Override
  public int place(long keyHash, int home) {
    load.checkHome(home);
    int slot = counts.add(keyHash);
    int place = load.add(choose(slot, keyHash, home));
    if (--untilTending == 0) {
      tend();
    }
    if (counts.due()) {
      age();
    }
    return place;
  }

  private int choose(int slot, long keyHash, int home) {
    KeyPlaces split = counts.places(slot);
    if (split == null) {
      if (!isTooFull(home) || !isHot(slot, home)) {
        return home;
      }
      split = KeyPlaces.at(home);
      counts.split(slot, split);
    } else if (needy != NONE && counts.count(slot) >= counts.total() / numPlaces()) {
      if (!split.contains(needy)) {
        split.take(needy);
      }
      putAside(needy);
      needy = NONE;
    }
    int place = split.emptyEnough(load, SLACK - 1, SLACK);
    return isTooFull(place) ? grow(split, keyHash) : place;
  }

  private boolean isTooFull(int place) {
    return load.excess(place) > SLACK;
  }

  private boolean isHot(int slot, int home) {
    double share = (double) counts.count(slot) / counts.total();
    if (counts.count(slot) < MIN_COUNT || share < head.share()) {
      return false;
    }
    double urgency = 1 + (load.excess(home) - SLACK) / HALF_AT;
    if (share * urgency >= hotShare[home]) {
      return true;
    }
    hotShare[home] = Math.max(head.share(), hotShare[home] * EASED);
    return false;
  }

  private int grow(KeyPlaces split, long keyHash) {
    while (split.size() < numPlaces()) {
      int place = split.grow(keyHash, numPlaces());
      putAside(place);
      if (!isTooFull(place)) {
        return place;
      }
    }
    return split.emptyEnough(load, SLACK - 1, SLACK);
  }

  private void putAside(int place) {
    long missed = -ARREARS - load.excess(place);
    if (missed > 0) {
      load.adjust(place, missed);
      arrears[place] += missed;
    }
  }

  /**
   * Makes up for one record of each place's arrears, and looks for a place that gets too little.
   */
  private void tend() {
    untilTending = Math.max(TENDING, numPlaces());
    int emptiest = 0;
    for (int place = 0; place < arrears.length; place++) {
      if (arrears[place] > 0) {
        arrears[place]--;
        load.adjust(place, -1);
      }
      if (load.sent(place) < load.sent(emptiest)) {
        emptiest = place;
      }
    }
    needy = load.excess(emptiest) < -ARREARS ? emptiest : NONE;
  }

  private void age() {
    counts.age();
    long limit = Math.max(1, head.halfLife() / numPlaces());
    load.clamp(limit);
    for (int place = 0; place < arrears.length; place++) {
      arrears[place] = Math.min(arrears[place], limit);
    }
    for (int slot = 0; slot < counts.slots(); slot++) {
      counts.split(slot, aged(counts.places(slot), (double) counts.count(slot) / counts.total()));
    }
  }

  private @Nullable KeyPlaces aged(@Nullable KeyPlaces split, double share) {
    if (split == null || share < head.share() / 2) {
      return null;
    }
    split.shrinkTo((int) (KEPT_PLACES + KEPT_TIMES * share * numPlaces()));
    return split;
  }

  @Override
  public int[] places(long keyHash, int home) {
    load.checkHome(home);
    KeyPlaces split = counts.places(counts.find(keyHash));
    return split == null ? new int[] {home} : split.toArray(home);
  }

  /** As {@code growing(5)}. */
  @Override
  public String toString() {
    return "growing(" + numPlaces() + ")";
  }
}
