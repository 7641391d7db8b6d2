package org.partitioners.jobs.report;

/**
 * The colours of loads over the mean: a step for each range, the same ones in every report, so that
 * a colour means the same wherever it is seen.
 */
final class HeatScale {
  /** Where each step but the first begins; from {@link Finding#SKEWED} on they are hot. */
  private static final double[] STARTS = {0.5, Finding.SKEWED, 1.5, 2, 3, 5};

  /** How many steps there are. */
  static final int STEPS = STARTS.length + 1;

  private HeatScale() {}

  /** The step of a subtask's records over the mean, 0 the coolest. */
  static int step(double overMean) {
    int step = 0;
    while (step < STARTS.length && overMean >= STARTS[step]) {
      step++;
    }
    return step;
  }

  /** The class of shapes that are filled with a step's colour. */
  static String kind(int step) {
    return "heat-" + step;
  }

  /** Every colour with what it stands for. */
  static Element legend() {
    Element legend = Element.of("ul", "legend").attribute("aria-label", "Colours");
    for (int step = 0; step < STEPS; step++) {
      legend.add(
          Element.of("li")
              .add(
                  Element.of("svg")
                      .attribute("width", 16)
                      .attribute("height", 12)
                      .attribute("aria-hidden", "true")
                      .add(
                          Element.of("rect", kind(step))
                              .attribute("width", "100%")
                              .attribute("height", "100%")),
                  Element.of("span").text(range(step))));
    }
    return legend;
  }

  /** The loads over the mean that a step stands for, in words. */
  static String range(int step) {
    if (step == 0) {
      return "below " + Figures.factor(STARTS[0]);
    }
    String from = Figures.factor(STARTS[step - 1]);
    return step == STARTS.length
        ? from + " and more"
        : from + " to " + Figures.factor(STARTS[step]);
  }
}
