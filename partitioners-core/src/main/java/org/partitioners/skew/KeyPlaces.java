package org.partitioners.skew;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The places that one sender spreads a hot key over, in the order in which it took them.
 *
 * <p>What a place has got only grows, but for a record now and then, so a place as empty as the
 * emptiest was is the emptiest still. Going round the places and looking all of them through only
 * when none is as empty as that finds the emptiest in amortised constant time while they are filled
 * evenly.
 */
final class KeyPlaces {

  /** At how many places to look, if one of them will do. */
  private static final int LOOK = 64;

  private int[] places;
  private int size;
  private int cursor;

  /** What the emptiest place had got when all were looked through. */
  private long level = Long.MIN_VALUE;

  /** All places of the preference list with a higher score are taken. */
  private long lastScore = Long.MAX_VALUE;

  private KeyPlaces(int... places) {
    this.places = places;
    this.size = places.length;
  }

  /** The home alone. */
  static KeyPlaces at(int home) {
    return new KeyPlaces(home);
  }

  /** The home and the further choices, as many as asked for in all; some may be equal. */
  static KeyPlaces choices(long hash, int home, int number, int numPlaces) {
    int[] choices = new int[number];
    choices[0] = home;
    for (int i = 1; i < number; i++) {
      choices[i] = HashMix.choice(hash, i, numPlaces);
    }
    return new KeyPlaces(choices);
  }

  /** All places, from 0 on. */
  static KeyPlaces all(int numPlaces) {
    int[] all = new int[numPlaces];
    Arrays.setAll(all, place -> place);
    return new KeyPlaces(all);
  }

  int size() {
    return size;
  }

  /** The emptiest of the places. */
  int emptiest(SenderLoad load) {
    for (int i = cursor; i < size; i++) {
      if (load.sent(places[i]) <= level) {
        cursor = i;
        return places[i];
      }
    }
    for (int i = 0; i < cursor; i++) {
      if (load.sent(places[i]) <= level) {
        cursor = i;
        return places[i];
      }
    }
    int emptiest = 0;
    for (int i = 1; i < size; i++) {
      if (load.sent(places[i]) < load.sent(places[emptiest])) {
        emptiest = i;
      }
    }
    cursor = emptiest;
    level = load.sent(places[emptiest]);
    return places[emptiest];
  }

  /**
   * A place above the mean by no more than so many records, the last one while it is; or else the
   * emptiest, of some if that is not too full. Nearly as even as always the emptiest, and found
   * without looking at all.
   */
  int emptyEnough(SenderLoad load, int mostExcess, int tooFull) {
    int emptiest = cursor;
    long least = Long.MAX_VALUE;
    for (int looked = 0; looked < size && (looked < LOOK || least > tooFull); looked++) {
      int i = cursor + looked;
      i = i < size ? i : i - size;
      long excess = load.excess(places[i]);
      if (excess < least) {
        emptiest = i;
        least = excess;
        if (excess <= mostExcess) {
          break;
        }
      }
    }
    cursor = emptiest;
    return places[emptiest];
  }

  /**
   * Takes one more place: the first of the key's rendezvous preference list, all places by
   * descending score, that is not taken yet. Takes time O(numPlaces).
   *
   * @return the place taken
   */
  int grow(long hash, int numPlaces) {
    int next = -1;
    long highest = Long.MIN_VALUE;
    for (int place = 0; place < numPlaces; place++) {
      long score = HashMix.draw(~hash, place);
      if (score >= highest && score <= lastScore && !contains(place)) {
        next = place;
        highest = score;
      }
    }
    lastScore = highest;
    take(next);
    return next;
  }

  /** Takes a place that is not taken yet. */
  void take(int place) {
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
    }
    places[size++] = place;
  }

  boolean contains(int place) {
    for (int i = 0; i < size; i++) {
      if (places[i] == place) {
        return true;
      }
    }
    return false;
  }

  /** Gives up the places taken last, until as few are left. */
  void shrinkTo(int newSize) {
    if (newSize >= size) {
      return;
    }
    size = newSize;
    lastScore = Long.MAX_VALUE;
    cursor = Math.min(cursor, size - 1);
  }

  /** The distinct places in order, but home first. */
  int[] toArray(int home) {
    return IntStream.concat(IntStream.of(home), Arrays.stream(places, 0, size))
        .distinct()
        .toArray();
  }
}
