package org.partitioners.architecture.broken.flink.window;

import org.partitioners.architecture.broken.flink.range.Ranges;

/** What all parts share knows one of them, and does not say that it is internal. */
public record Timing(Ranges ranges) {}
