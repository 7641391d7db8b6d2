package org.partitioners.hash;

/** What the replicas of a key must not share. */
public enum Spread {
  /** Replicas are on distinct nodes. */
  OVER_NODES,
  /**
   * Replicas are on distinct nodes, and in distinct zones as long as there are zones without one;
   * only then does a zone get a second. The nodes of a small zone so get more replicas than their
   * weight; and when a node goes, some of its keys go to one without a replica, in its zone. Read
   * along the list rather than from the first node that is left.
   */
  OVER_ZONES
}
