/** Aggregation, and work of other kinds, that a hot key does not slow down. */
@NullMarked
package org.partitioners.flink.skew;

import org.jspecify.annotations.NullMarked;
