package org.partitioners.benchmarks.page;

import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.partitioners.benchmarks.results.Results;

/**
 * A figure that is aimed at.
 *
 * @param what it is of, and how it is computed
 * @param comparison whether it is to be at most or at least the limit
 * @param limit the aim
 * @param format writes it
 * @param measured computes it; empty where what it takes has not been measured
 */
record Target(
    String what,
    Comparison comparison,
    double limit,
    DoubleFunction<String> format,
    Function<Results, OptionalDouble> measured) {

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
    return new Target(what, Comparison.AT_MOST, limit, format, measured);
  }

  static Target atLeast(
      double limit,
      DoubleFunction<String> format,
      String what,
      Function<Results, OptionalDouble> measured) {
    return new Target(what, Comparison.AT_LEAST, limit, format, measured);
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
}
