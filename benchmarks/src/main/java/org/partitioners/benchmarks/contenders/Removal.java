package org.partitioners.benchmarks.contenders;

/** Which node a contender can do without. */
public enum Removal {
  ANY,
  LAST
}
