package org.partitioners.examples.core;

import java.io.PrintStream;
import java.util.Locale;
import java.util.SplittableRandom;
import org.partitioners.PartitionLoad;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;
import org.partitioners.skew.Grouping;
import org.partitioners.skew.Groupings;

/**
 * Posts of ten thousand users, every third of them by one celebrity, on eight workers. Nobody says
 * beforehand who the celebrity is.
 */
public final class SpreadACelebrity {
  private static final int WORKERS = 8;
  private static final KeyHasher<String> HASHER = KeyHashers.strings();

  private SpreadACelebrity() {}

  public static void main(String[] args) {
    run(System.out);
  }

  static void run(PrintStream out) {
    Grouping whole = Groupings.key(WORKERS);
    Grouping growing = Groupings.growing(WORKERS);
    out.printf(Locale.ROOT, "keys kept whole: busiest %.2f times the mean%n", busiest(whole));
    out.printf(Locale.ROOT, "growing places: busiest %.2f times the mean%n", busiest(growing));
    out.printf("workers that get posts of the celebrity: %d%n", placesOf("celebrity", growing));
    out.printf("workers that get posts of user-1: %d%n", placesOf("user-1", growing));
  }

  private static double busiest(Grouping grouping) {
    SplittableRandom random = new SplittableRandom(1);
    long[] posts = new long[WORKERS];
    for (int post = 0; post < 200_000; post++) {
      String user = post % 3 == 0 ? "celebrity" : "user-" + random.nextInt(10_000);
      posts[grouping.place(HASHER.hash(user))]++;
    }
    return PartitionLoad.of(posts).maxOverMean();
  }

  /** Where the next of a user's posts may go. */
  private static int placesOf(String user, Grouping grouping) {
    return grouping.places(HASHER.hash(user)).length;
  }
}
