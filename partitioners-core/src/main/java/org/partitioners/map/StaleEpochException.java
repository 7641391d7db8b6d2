package org.partitioners.map;

import java.io.IOException;

/**
 * Refuses a map whose epoch another publisher has taken already. Who gets it has decided by a map
 * that holds no longer: read the latest, decide anew, and publish that as the epoch after it.
 */
public final class StaleEpochException extends IOException {
  private static final long serialVersionUID = 1;

  private final long epoch;
  private final long latest;

  /**
   * That an epoch is taken.
   *
   * @param epoch the one that was to be published
   * @param latest the latest there is
   */
  public StaleEpochException(long epoch, long latest) {
    super(
        "epoch: "
            + epoch
            + " has been published by another, the latest is "
            + latest
            + "; read that, and publish what follows from it as "
            + (latest + 1));
    this.epoch = epoch;
    this.latest = latest;
  }

  /** The epoch that was to be published. */
  public long epoch() {
    return epoch;
  }

  /** The latest epoch there was. */
  public long latest() {
    return latest;
  }
}
