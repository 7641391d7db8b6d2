package org.partitioners.hash;

/** What the replicas of a key must not share. */
public enum Spread {
  /** Replicas are on distinct nodes. */
  OVER_NODES,
  /**
   * Replicas are on distinct nodes, and in distinct zones as long as there are zones without one;
   * only then does a zone get a second.
   */
  OVER_ZONES
}
