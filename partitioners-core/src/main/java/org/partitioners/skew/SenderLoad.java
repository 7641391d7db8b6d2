package org.partitioners.skew;

/** How many records one sender has sent to each place, and the mean, kept without divisions. */
final class SenderLoad {

  private final long[] sent;

  /** The mean is {@code mean + beyondMean / places}. */
  private long mean;

  private int beyondMean;

  SenderLoad(int numPlaces) {
    this.sent = new long[Groupings.checkPlaces(numPlaces)];
  }

  int numPlaces() {
    return sent.length;
  }

  /** Refuses what is no place. */
  int checkHome(int home) {
    if (home < 0 || home >= sent.length) {
      throw new IndexOutOfBoundsException("home: " + home + " not in [0.." + sent.length + ")");
    }
    return home;
  }

  /** Counts a record and returns its place. */
  int add(int place) {
    sent[place]++;
    if (++beyondMean == sent.length) {
      beyondMean = 0;
      mean++;
    }
    return place;
  }

  long sent(int place) {
    return sent[place];
  }

  /** By how many records a place is above the mean, which is rounded down. */
  long excess(int place) {
    return sent[place] - mean;
  }

  /** Pretends that a place had got so many records more, or less if negative. */
  void adjust(int place, long records) {
    sent[place] += records;
    long beyond = beyondMean + records;
    mean += Math.floorDiv(beyond, (long) sent.length);
    beyondMean = (int) Math.floorMod(beyond, (long) sent.length);
  }

  /** Forgets what a place has got more or less than the mean by more than a limit. */
  void clamp(long limit) {
    long before = mean;
    for (int place = 0; place < sent.length; place++) {
      long excess = sent[place] - before;
      if (excess > limit) {
        adjust(place, limit - excess);
      } else if (excess < -limit) {
        adjust(place, -limit - excess);
      }
    }
  }

  /** The one of two places that has got less; the first if they have got the same. */
  int lesser(int first, int second) {
    return sent[second] < sent[first] ? second : first;
  }
}
