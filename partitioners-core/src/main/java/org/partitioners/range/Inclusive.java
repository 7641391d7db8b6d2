package org.partitioners.range;

/** Which end of a key range belongs to it. The other end belongs to the neighbour. */
public enum Inclusive {

  /**
   * The lower end: ranges are {@code [lower, upper)}. A split point is the first key of the range
   * to its right, as in HBase's regions and Hadoop's {@code TotalOrderPartitioner}.
   */
  LOWER,

  /**
   * The upper end: ranges are {@code (lower, upper]}. A split point is the last key of the range to
   * its left, as in Cassandra's token ranges and Spark's {@code RangePartitioner}.
   */
  UPPER
}
