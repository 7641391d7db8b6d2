package org.partitioners.flink.skew;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;
import org.partitioners.skew.Groupings;
import org.partitioners.skew.HotKeys;

/**
 * How a hot key's home is relieved of it. The result is the same with each.
 *
 * <table>
 *   <caption>What becomes of the records of a hot key. Cold keys go straight home, in one hop as by
 *   {@code keyBy}, with each but {@link #partialKey}, {@link #dChoices} and {@link #wChoices}, which
 *   split every key in two.</caption>
 *   <tr><th></th><th>where it is combined</th><th>take it when</th></tr>
 *   <tr><td>{@link #adaptive}</td><td>as {@code combine} or as {@code growing}, whichever the work
 *   for a record makes cheaper</td><td>nothing is known</td></tr>
 *   <tr><td>{@link #combine}</td><td>in the sending subtask</td><td>adding a record costs no more
 *   than sending it: counts, sums, sketches</td></tr>
 *   <tr><td>{@link #growing}</td><td>at as many subtasks as it takes to even out the load</td>
 *   <td>the work for a record is heavy, or there are few senders</td></tr>
 *   <tr><td>{@link #salt}</td><td>at n subtasks, by lot</td><td>its parts must be at few, known
 *   places</td></tr>
 *   <tr><td>{@link #partialKey}, {@link #dChoices}, {@link #wChoices}</td><td>as published</td>
 *   <td>comparing</td></tr>
 *   <tr><td>{@link #none}</td><td>at home</td><td>comparing</td></tr>
 * </table>
 *
 * <p>Immutable and thread-safe.
 */
@PublicEvolving
public final class Relief implements Serializable {
  private static final long serialVersionUID = 1L;

  private enum Kind {
    NONE,
    COMBINE,
    SALT,
    PARTIAL_KEY,
    D_CHOICES,
    W_CHOICES,
    GROWING,
    ADAPTIVE
  }

  /** Combining a key pays from a few records a flush on, and costs memory for each. */
  private static final double COMBINED_SHARE = 1.0 / 4096;

  private final Kind kind;
  private final int salts;

  private Relief(Kind kind) {
    this(kind, 0);
  }

  private Relief(Kind kind, int salts) {
    this.kind = kind;
    this.salts = salts;
  }

  /**
   * Combines hot keys in the sending subtask as long as that is cheap, as {@link #combine} does;
   * spreads them over the subtasks as {@link #growing} does once adding a record takes more than
   * {@value AdaptiveRouter#DEAR_NANOS} ns, some times as long as sending it; and leaves them alone
   * where neither would help. The recommended default.
   */
  public static Relief adaptive() {
    return new Relief(Kind.ADAPTIVE);
  }

  /**
   * Combines hot keys, by default those with more than 1/4096 of the sender's records, in the
   * sending subtask, before the exchange. Spares sending the records at all. Senders should be as
   * many as the aggregating subtasks and alike loaded, or the work of the hot keys moves to the
   * busiest of them.
   */
  public static Relief combine() {
    return new Relief(Kind.COMBINE);
  }

  /**
   * Static salting: hot keys, by default those with more than 1/32 of a subtask's fair share, go to
   * so many places by lot.
   *
   * @param salts in [1..65536]; some may lead to the same place
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Relief salt(int salts) {
    if (salts < 1 || salts > 1 << 16) {
      throw new IllegalArgumentException("salts: " + salts + " not in [1.." + (1 << 16) + "]");
    }
    return new Relief(Kind.SALT, salts);
  }

  /** Partial key grouping, {@link Groupings#partialKey}: every key has two places. */
  public static Relief partialKey() {
    return new Relief(Kind.PARTIAL_KEY);
  }

  /** D-Choices with its published thresholds, {@link Groupings#dChoices(int)}. */
  public static Relief dChoices() {
    return new Relief(Kind.D_CHOICES);
  }

  /** W-Choices with its published thresholds, {@link Groupings#wChoices(int)}. */
  public static Relief wChoices() {
    return new Relief(Kind.W_CHOICES);
  }

  /**
   * Growing places, {@link Groupings#growing(int)}: a hot key takes further places one by one, as
   * long as all it has are above the sender's mean.
   */
  public static Relief growing() {
    return new Relief(Kind.GROWING);
  }

  /** No relief: what {@code keyBy} does. */
  public static Relief none() {
    return new Relief(Kind.NONE);
  }

  /** Whether hot keys may be combined at places other than sender and home. */
  boolean spreads() {
    return kind != Kind.NONE && kind != Kind.COMBINE;
  }

  /**
   * The router of a sending subtask.
   *
   * @param places where to spread; null where only combining in the sender is exact
   * @param rule which keys are hot; null for the relief's own
   */
  <K> Router<K> router(@Nullable Places places, @Nullable HotKeyRule rule) {
    if (places == null || places.number() == 1) {
      return kind == Kind.NONE
          ? new TrackingRouter<>(HotKeyRule.known(List.of()), Router.HOME)
          : combining(rule);
    }
    int n = places.number();
    return switch (kind) {
      case NONE -> new TrackingRouter<>(HotKeyRule.known(List.of()), Router.HOME);
      case COMBINE -> combining(rule);
      case SALT -> {
        HotKeyRule hot = rule != null ? rule : HotKeyRule.aboveShare(HotKeys.share(n));
        yield new SpreadingRouter<>(Groupings.salted(n, salts), places, hot);
      }
      case PARTIAL_KEY -> new SpreadingRouter<>(Groupings.partialKey(n), places, rule);
      case D_CHOICES -> new SpreadingRouter<>(Groupings.dChoices(n), places, rule);
      case W_CHOICES -> new SpreadingRouter<>(Groupings.wChoices(n), places, rule);
      case GROWING -> new SpreadingRouter<>(Groupings.growing(n), places, rule);
      case ADAPTIVE ->
          new AdaptiveRouter<>(
              combining(rule), new SpreadingRouter<>(Groupings.growing(n), places, rule));
    };
  }

  /**
   * How records that cannot be combined are spread.
   *
   * @throws IllegalArgumentException if the relief is to combine them
   */
  GroupingFactory groupings() {
    int numSalts = salts;
    return switch (kind) {
      case NONE -> Groupings::key;
      case COMBINE ->
          throw new IllegalArgumentException(
              "relief: combine needs an aggregate function: take growing, or aggregate");
      case SALT -> n -> Groupings.salted(n, numSalts);
      case PARTIAL_KEY -> Groupings::partialKey;
      case D_CHOICES -> Groupings::dChoices;
      case W_CHOICES -> Groupings::wChoices;
      case GROWING, ADAPTIVE -> Groupings::growing;
    };
  }

  private <K> Router<K> combining(@Nullable HotKeyRule rule) {
    HotKeyRule hot = rule != null ? rule : HotKeyRule.aboveShare(COMBINED_SHARE);
    return new TrackingRouter<>(hot, Router.COMBINE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Relief that && kind == that.kind && salts == that.salts;
  }

  @Override
  public int hashCode() {
    return 31 * kind.name().hashCode() + salts;
  }

  /** As {@code salt(8)}. */
  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case COMBINE -> "combine";
      case SALT -> "salt(" + salts + ")";
      case PARTIAL_KEY -> "partialKey";
      case D_CHOICES -> "dChoices";
      case W_CHOICES -> "wChoices";
      case GROWING -> "growing";
      case ADAPTIVE -> "adaptive";
    };
  }
}
