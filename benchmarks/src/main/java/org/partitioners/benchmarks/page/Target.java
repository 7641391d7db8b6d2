package org.partitioners.benchmarks.page;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partitioners.benchmarks.results.Results;

/**
 * A figure that is aimed at.
 *
 * @param what it is of, and how it is computed
 * @param comparison whether it is to be at most or at least the limit
 * @param limit the aim
 * @param format writes it
 * @param measured computes it; empty where what it takes has not been measured
 * @param cause a sentence on why it may be missed; null if there is no known reason
 */
record Target(
    String what,
    Comparison comparison,
    double limit,
    DoubleFunction<String> format,
    Function<Results, OptionalDouble> measured,
    @Nullable String cause) {

  /** What the figure has to be. */
  enum Comparison {
    AT_MOST("≤"),
    AT_LEAST("≥");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    boolean holds(double figure, double limit) {
      return this == AT_MOST ? figure <= limit : figure >= limit;
    }
  }

  static Target atMost(
      double limit,
      DoubleFunction<String> format,
      String what,
      Function<Results, OptionalDouble> measured) {
    return new Target(what, Comparison.AT_MOST, limit, format, measured, null);
  }

  static Target atLeast(
      double limit,
      DoubleFunction<String> format,
      String what,
      Function<Results, OptionalDouble> measured) {
    return new Target(what, Comparison.AT_LEAST, limit, format, measured, null);
  }

  /** With a sentence on why it may be missed. */
  Target because(String sentence) {
    return new Target(what, comparison, limit, format, measured, sentence);
  }

  /** As {@code ≤ 0.50×}. */
  String aim() {
    return comparison.sign + "\u202F" + format.apply(limit);
  }

  /** As {@code 0.24×}; a dash if not measured. */
  String measured(Results results) {
    OptionalDouble figure = measured.apply(results);
    return figure.isPresent() ? format.apply(figure.getAsDouble()) : "–";
  }

  /** ✓ or ✗; a dash if not measured. */
  String verdict(Results results) {
    OptionalDouble figure = measured.apply(results);
    if (figure.isEmpty()) {
      return "–";
    }
    return comparison.holds(figure.getAsDouble(), limit) ? "✓" : "✗";
  }

  /** Why the aim is missed, if it is and the reason is known. */
  Optional<String> reason(Results results) {
    OptionalDouble figure = measured.apply(results);
    return figure.isPresent() && !comparison.holds(figure.getAsDouble(), limit)
        ? Optional.ofNullable(cause)
        : Optional.empty();
  }
}
