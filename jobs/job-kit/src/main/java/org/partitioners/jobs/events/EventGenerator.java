package org.partitioners.jobs.events;

import java.time.Instant;

/**
 * Events with one celebrity and Zipf-distributed other keys, each a function of the parameters and
 * its index alone: any parallelism, order and JVM gives the same events.
 *
 * <p>With probability {@code celebrityShare} the key is {@value #CELEBRITY}; else it is {@code
 * key-000001} to {@code key-NNNNNN} by rank, rank r having probability proportional to r^−zipf.
 * Event i happens i milliseconds after {@link #START}.
 *
 * <p>With {@code celebrityChanges} of c, c + 1 celebrities take turns, each over an equal part of
 * the events: {@value #CELEBRITY}, then {@code celebrity-02} and so on.
 *
 * <p>An event takes expected constant time; memory does not grow with the number of keys, but for
 * the names of the hottest. Immutable and thread-safe. Libraries' Zipf samplers use {@link
 * Math#pow}, which may differ between JVMs, and draw in sequence; hence one of our own.
 */
public final class EventGenerator implements RowGenerator {
  /** The key of the celebrity. */
  public static final String CELEBRITY = "celebrity";

  /** When the first event happens. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final long serialVersionUID = 1L;
  private static final int MAX_CHANGES = 1000;
  private static final long START_MILLIS = START.toEpochMilli();

  private final long events;
  private final long keys;
  private final double zipf;
  private final double celebrityShare;
  private final long seed;
  private final int celebrityChanges;

  private final transient ZipfRanks ranks;
  private final transient String[] celebrities;
  private final transient KeyNames names;

  /**
   * Events with one celebrity throughout. Checks all bounds.
   *
   * @param events how many, in [0..10^14]
   * @param keys how many beside the celebrity, in [1..10^9]
   * @param zipf the exponent, in [0..10]; 0 is uniform
   * @param celebrityShare probability of the celebrity, in [0..1]
   * @param seed any number
   */
  public EventGenerator(long events, long keys, double zipf, double celebrityShare, long seed) {
    this(events, keys, zipf, celebrityShare, seed, 0);
  }

  private EventGenerator(
      long events, long keys, double zipf, double celebrityShare, long seed, int changes) {
    GeneratorBounds.check("events", events, 0, GeneratorBounds.MAX_EVENTS);
    GeneratorBounds.check("keys", keys, 1, GeneratorBounds.MAX_KEYS);
    GeneratorBounds.check("zipf", zipf, GeneratorBounds.MAX_ZIPF);
    GeneratorBounds.check("celebrityShare", celebrityShare, 1);
    GeneratorBounds.check("celebrityChanges", changes, 0, MAX_CHANGES);
    this.events = events;
    this.keys = keys;
    this.zipf = zipf;
    this.celebrityShare = celebrityShare;
    this.seed = seed;
    this.celebrityChanges = changes;
    ranks = new ZipfRanks(keys, zipf);
    names = new KeyNames("key-", keys);
    celebrities = new String[changes + 1];
    celebrities[0] = CELEBRITY;
    for (int i = 1; i <= changes; i++) {
      celebrities[i] = CELEBRITY + (i < 9 ? "-0" : "-") + (i + 1);
    }
  }

  /**
   * The same events, but that the celebrity changes in the course of them, at equal distances: the
   * events of other keys stay as they are.
   *
   * @param changes how often, in [0..1000]; 0 keeps one celebrity throughout
   */
  public EventGenerator withCelebrityChanges(int changes) {
    return new EventGenerator(events, keys, zipf, celebrityShare, seed, changes);
  }

  @Override
  public long events() {
    return events;
  }

  /** How many keys there are beside the celebrity. */
  public long keys() {
    return keys;
  }

  /** The exponent of the other keys' distribution. */
  public double zipf() {
    return zipf;
  }

  /** The probability of the celebrity. */
  public double celebrityShare() {
    return celebrityShare;
  }

  /** How often the celebrity changes. */
  public int celebrityChanges() {
    return celebrityChanges;
  }

  /** What the events' randomness comes from. */
  public long seed() {
    return seed;
  }

  /**
   * The event with the given index.
   *
   * @param index in [0..events)
   */
  public Event event(long index) {
    if (index < 0 || index >= events) {
      throw new IndexOutOfBoundsException("index: " + index + " not in [0.." + events + ")");
    }
    long state = SplitMix.mix(SplitMix.mix(seed) + index * SplitMix.GAMMA);
    boolean celebrity = (state >>> 11) * 0x1p-53 < celebrityShare;
    String key = celebrity ? celebrityAt(index) : names.name(ranks.rank(state));
    return new Event(key, START_MILLIS + index);
  }

  @Override
  public Row row(long index) {
    return event(index);
  }

  /** At most 10^14 events times 1001 celebrities: the product does not overflow. */
  private String celebrityAt(long index) {
    return celebrities[(int) (index * celebrities.length / events)];
  }

  /** Tables are made anew rather than sent. */
  private Object readResolve() {
    return new EventGenerator(events, keys, zipf, celebrityShare, seed, celebrityChanges);
  }
}
