package org.partitioners.benchmarks.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Where values lie between two ends.
 *
 * @param least at 0
 * @param most at 1
 */
record Scale(Kind kind, double least, double most) {

  enum Kind {
    LINEAR,
    LOGARITHMIC
  }

  /** From the power of ten below to the one above. */
  static Scale decades(double least, double most) {
    return new Scale(
        Kind.LOGARITHMIC,
        Math.pow(10, Math.floor(Math.log10(least))),
        Math.pow(10, Math.ceil(Math.log10(most))));
  }

  static Scale linear(double least, double most) {
    return new Scale(Kind.LINEAR, least, most);
  }

  /** In [0, 1]; beyond the ends it is the end. */
  double at(double value) {
    double share =
        kind == Kind.LINEAR
            ? (value - least) / (most - least)
            : Math.log(value / least) / Math.log(most / least);
    return Math.max(0, Math.min(1, share));
  }

  /** Where lines help to read: at powers of ten, or at five equal steps. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (kind == Kind.LINEAR) {
      for (int i = 0; i <= 5; i++) {
        ticks.add(least + i * (most - least) / 5);
      }
    } else {
      for (double tick = least; tick < most * 1.5; tick *= 10) {
        ticks.add(tick);
      }
    }
    return ticks;
  }
}
