package org.partitioners.architecture.broken.skew;

/** A grab-bag with a getter and a boolean parameter that prints. */
public final class SkewUtils {

  public int getSkew() {
    return 1;
  }

  public void print(boolean twice) {
    System.out.println(twice);
  }

  /** Neither a getter nor public. */
  public int getaway() {
    return inner(true);
  }

  int inner(boolean flag) {
    return flag ? 1 : 0;
  }
}
