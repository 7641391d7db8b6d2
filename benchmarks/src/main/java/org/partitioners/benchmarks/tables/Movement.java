package org.partitioners.benchmarks.tables;

/**
 * What a change of nodes moves.
 *
 * @param moved the share of keys that change node
 * @param gratuitous the share that moves between two nodes that both stay
 */
record Movement(double moved, double gratuitous) {}
