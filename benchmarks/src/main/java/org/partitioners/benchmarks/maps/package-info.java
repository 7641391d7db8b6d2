/**
 * What a look-up by a partition map reads, and how long a large map takes to write and read: {@code
 * benchmarks/run maps}.
 *
 * <pre>
 * MapsCommand ─► DataSet ─► LookUps
 *      └───────► RangesMap
 * </pre>
 */
@NullMarked
package org.partitioners.benchmarks.maps;

import org.jspecify.annotations.NullMarked;
