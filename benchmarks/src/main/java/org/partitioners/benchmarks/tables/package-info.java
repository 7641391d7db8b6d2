/** What is counted instead of timed: balance, movement and memory. */
@NullMarked
package org.partitioners.benchmarks.tables;

import org.jspecify.annotations.NullMarked;
