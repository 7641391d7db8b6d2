package org.partitioners.architecture.broken.flink.map;

import org.partitioners.architecture.broken.flink.window.History;

/** Not broken: it knows what all parts share. */
public record Follower(History history) {}
