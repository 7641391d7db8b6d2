package org.partitioners.flink.skew;

/** What a shop sold in the minute that ends at a time. */
public record Sum(String shop, long end, long value) {

  /** The sum of both. */
  public Sum plus(Sum other) {
    return new Sum(shop, end, value + other.value);
  }
}
