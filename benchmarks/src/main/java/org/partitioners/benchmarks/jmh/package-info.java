/**
 * What JMH runs: one benchmark for each {@link org.partitioners.benchmarks.results.Kind}, each with
 * every contender, in a JVM of its own, over the same keys.
 */
@NullMarked
package org.partitioners.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
