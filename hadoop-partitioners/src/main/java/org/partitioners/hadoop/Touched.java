package org.partitioners.hadoop;

/**
 * What an answer has cost.
 *
 * @param partitions how many partitions were looked into; one that two maps place alike counts once
 * @param files how many files were opened
 * @param bytes how many bytes of them were read, those read twice counted twice; not counted are
 *     listings, maps, and what a file system fetches ahead
 */
public record Touched(int partitions, int files, long bytes) {}
