package org.partitioners.architecture.broken.flink.window;

import org.apache.flink.annotation.Internal;

/** Not broken. */
@Internal
public record History(long start) {}
