package org.partitioners.benchmarks;

import java.util.List;
import org.partitioners.benchmarks.jmh.Effort;
import org.partitioners.benchmarks.results.Results;

/**
 * How thoroughly to measure.
 *
 * @param lookupNodes on how many nodes look-ups are timed
 * @param keys how many are placed to learn the balance
 */
record Profile(String name, Effort effort, List<Integer> lookupNodes, int keys) {
  static final Profile FULL =
      new Profile("full", Effort.FULL, List.of(8, 64, 512, 4096), 1_000_000);

  static final Profile QUICK = new Profile(Results.QUICK, Effort.QUICK, List.of(64, 4096), 100_000);
}
