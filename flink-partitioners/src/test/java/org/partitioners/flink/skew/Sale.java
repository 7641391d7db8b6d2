package org.partitioners.flink.skew;

/** A record. */
public record Sale(String shop, long time, long value) {}
