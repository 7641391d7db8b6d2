/**
 * Small Flink jobs, one file per idea. Each takes its source and sink in the constructor, so the
 * same job runs in a test, in one JVM and on a cluster; {@code main} only wires defaults.
 */
@NullMarked
package org.partitioners.examples.flink;

import org.jspecify.annotations.NullMarked;
