package org.partitioners.benchmarks.contenders;

/** Where a contender comes from. */
public enum Origin {
  /** This library. */
  OURS,
  /** Another library, called as its users call it. */
  LIBRARY,
  /** Written here, as textbooks and posts write it. */
  TEXTBOOK
}
