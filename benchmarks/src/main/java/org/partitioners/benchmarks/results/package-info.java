/**
 * What was measured, as records, and as JSON for programs. Everything derived is left to readers.
 */
@NullMarked
package org.partitioners.benchmarks.results;

import org.jspecify.annotations.NullMarked;
