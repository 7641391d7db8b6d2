/**
 * Measures this library beside others: {@code benchmarks/run} times and counts, writes what it
 * found as JSON, and makes a page of it.
 *
 * <pre>
 * contenders ─► jmh, tables ─► results ─► page
 * </pre>
 */
@NullMarked
package org.partitioners.benchmarks;

import org.jspecify.annotations.NullMarked;
