package org.partitioners.skew;

import static java.util.Objects.requireNonNull;

/**
 * The groupings on offer.
 *
 * <p>With n places and a first key of share p₁, keeping keys whole leaves an imbalance, (max −
 * mean) / all, of at least p₁ − 1/n. The price of splitting keys is state: (key, place) pairs per
 * key. The table has both, the means of three simulations with 10⁷ records of 10⁴ keys by Zipf's
 * law (exponent z), n = 100 and 5 senders.
 *
 * <table>
 *   <caption>Imbalance / state, and nanoseconds per record for z = 1.2, of which hashing its
 *   16-character key with XXH3 takes 12; Flink's search for its key group took 20 beside
 *   it.</caption>
 *   <tr><th></th><th>z = 1.2</th><th>z = 1.6</th><th>z = 2.0</th><th>ns</th></tr>
 *   <tr><td>{@link #key key}</td><td>.20 / 1</td><td>.43 / 1</td><td>.60 / 1</td><td>13</td></tr>
 *   <tr><td>{@link #salted salted, 8 salts}</td><td>4.1e-2 / 7.71</td><td>8.5e-2 / 4.55</td><td>.12 / 3.07</td><td>17</td></tr>
 *   <tr><td>{@link #partialKey partialKey}</td><td>9.4e-2 / 1.16</td><td>.21 / 1.06</td><td>.29 / 1.05</td><td>22</td></tr>
 *   <tr><td>{@link #dChoices(int) dChoices}</td><td>1.5e-4 / 1.82</td><td>2.3e-4 / 1.34</td><td>4.6e-4 / 1.30</td><td>48</td></tr>
 *   <tr><td>{@link #wChoices(int) wChoices}</td><td>3.3e-7 / 2.59</td><td>2.0e-7 / 1.82</td><td>1.0e-7 / 1.79</td><td>32</td></tr>
 *   <tr><td>{@link #growing(int) growing}</td><td>7.3e-7 / 1.08</td><td>5.3e-7 / 1.04</td><td>5.0e-7 / 1.08</td><td>32</td></tr>
 * </table>
 *
 * <p>Groupings with a {@link Head} remember up to its counters' number of keys. For thousands of
 * places {@link Head#fine} makes that 4 MB per sender and thousand places; a head with fewer
 * counters costs balance.
 */
public final class Groupings {

  /** The largest number of places. */
  static final int MAX_PLACES = 1 << 16;

  /** The ε of the paper on D-Choices. */
  private static final double TOLERANCE = 1e-4;

  private Groupings() {}

  /**
   * Key grouping, the baseline: every record goes to its key's home.
   *
   * @param numPlaces in [1..65536]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Grouping key(int numPlaces) {
    return new KeyGrouping(numPlaces);
  }

  /**
   * Static salting: every key, hot or cold, has as many places as there are salts, and each of its
   * records goes to one of them by lot. A reader asks all {@linkplain Grouping#places places} of
   * the key. Needs no counts, but cold keys pay for the hot ones; {@link SaltingPlan} splits these
   * alone.
   *
   * @param numPlaces in [1..65536]
   * @param salts in [1..65536]; some may lead to the same place
   * @throws IllegalArgumentException if a number is out of range
   */
  public static Grouping salted(int numPlaces, int salts) {
    return new SaltedGrouping(new SenderLoad(numPlaces), salts);
  }

  /**
   * Partial key grouping: every record goes to the one of its key's two places that this sender has
   * sent less to. Balances as long as no key has more than 2/n of the traffic. Nasir et al., "The
   * power of both choices: practical load balancing for distributed stream processing engines"
   * (ICDE 2015, <a
   * href="https://doi.org/10.1109/ICDE.2015.7113279">doi:10.1109/ICDE.2015.7113279</a>).
   *
   * @param numPlaces in [1..65536]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Grouping partialKey(int numPlaces) {
    return new PartialKeyGrouping(numPlaces);
  }

  /** D-Choices with {@link Head#published} and ε = 10⁻⁴. */
  public static Grouping dChoices(int numPlaces) {
    return dChoices(numPlaces, Head.published(numPlaces), TOLERANCE);
  }

  /**
   * D-Choices: as partial key grouping, but keys of the head have d places each, d being the least
   * with which the expected imbalance does not exceed ε. Nasir et al., "When two choices are not
   * enough: balancing at scale in distributed stream processing" (ICDE 2016, <a
   * href="https://doi.org/10.1109/ICDE.2016.7498273">doi:10.1109/ICDE.2016.7498273</a>).
   *
   * @param numPlaces in [1..65536]
   * @param tolerance ε, in (0..1]
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static Grouping dChoices(int numPlaces, Head head, double tolerance) {
    return new DChoices(new SenderLoad(numPlaces), requireNonNull(head, "head"), tolerance);
  }

  /** W-Choices with {@link Head#published}. */
  public static Grouping wChoices(int numPlaces) {
    return wChoices(numPlaces, Head.published(numPlaces));
  }

  /**
   * W-Choices: as partial key grouping, but keys of the head go to whichever place this sender has
   * sent least to. As even as can be, at the price of the head's state being everywhere. From the
   * same paper as {@link #dChoices}.
   *
   * @param numPlaces in [1..65536]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Grouping wChoices(int numPlaces, Head head) {
    return new WChoices(new SenderLoad(numPlaces), requireNonNull(head, "head"));
  }

  /** Growing places with {@link Head#fine}: recommended. */
  public static Grouping growing(int numPlaces) {
    return growing(numPlaces, Head.fine(numPlaces));
  }

  /**
   * Growing places: a key stays at home until home has got more than its share from this sender;
   * then keys of the head, hot ones first, take further places one by one, as long as all they have
   * got are above the sender's mean. The order in which a key takes places is the same for all
   * senders. As even as W-Choices with a fraction of its state.
   *
   * <p>A record takes constant time, but a key's taking of k places O(k·n) in all: some tenths of a
   * second where a key takes most of 10 000 places.
   *
   * <p>This is consistent hashing with bounded loads applied to every record: Mirrokni et al.,
   * "Consistent hashing with bounded loads" (SODA 2018, <a
   * href="https://doi.org/10.1137/1.9781611975031.39">doi:10.1137/1.9781611975031.39</a>).
   *
   * @param numPlaces in [1..65536]
   * @param head the keys that may be split; which of them are is found out
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Grouping growing(int numPlaces, Head head) {
    return new GrowingGrouping(new SenderLoad(numPlaces), requireNonNull(head, "head"));
  }

  static int checkPlaces(int numPlaces) {
    if (numPlaces < 1 || numPlaces > MAX_PLACES) {
      throw new IllegalArgumentException(
          "numPlaces: " + numPlaces + " not in [1.." + MAX_PLACES + "]");
    }
    return numPlaces;
  }
}
