package org.partitioners.map;

/** What every store asks of epochs. */
public final class Epochs {

  private Epochs() {}

  /**
   * Whether an epoch is the next to be published.
   *
   * @param latest the latest epoch there is, 0 if there is none
   * @throws StaleEpochException if it is not after the latest
   * @throws IllegalArgumentException if it is more than one after the latest
   */
  public static void checkNext(long epoch, long latest) throws StaleEpochException {
    if (epoch <= latest) {
      throw new StaleEpochException(epoch, latest);
    }
    if (epoch > latest + 1) {
      throw new IllegalArgumentException(
          "epoch: " + epoch + " is not the next after " + latest + "; publish " + (latest + 1));
    }
  }

  /**
   * How many maps are to be kept.
   *
   * @throws IllegalArgumentException if less than one is
   */
  public static void checkKeep(int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException(
          "keep: " + keep + " not in [1.." + Integer.MAX_VALUE + "]; the latest always stays");
    }
  }
}
