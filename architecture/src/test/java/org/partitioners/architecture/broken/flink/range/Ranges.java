package org.partitioners.architecture.broken.flink.range;

/** Not broken. */
public record Ranges(int size) {}
