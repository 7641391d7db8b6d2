/**
 * A global sort of records of 100 bytes with {@code RangeShuffle.sorted()}, and a check of what it
 * wrote: {@code benchmarks/run terasort}.
 *
 * <p>Records are those of Hadoop's TeraGen, byte for byte, and thus of gensort 1.1: <a
 * href="https://github.com/apache/hadoop/tree/trunk/hadoop-mapreduce-project/hadoop-mapreduce-examples/src/main/java/org/apache/hadoop/examples/terasort">Hadoop's
 * examples</a>; Nyberg, <a href="http://www.ordinal.com/gensort.html">gensort and valsort</a>. What
 * is checked is what valsort checks.
 *
 * <pre>
 * TeraSortCommand ─► SortJob ─► PartFiles ◄─ Validation
 *                       └─► Rows ─► Keys ◄─────┘
 * </pre>
 */
@NullMarked
package org.partitioners.benchmarks.terasort;

import org.jspecify.annotations.NullMarked;
