/**
 * The page that tells what was measured, made from the results alone: equal results, equal page.
 */
@NullMarked
package org.partitioners.benchmarks.page;

import org.jspecify.annotations.NullMarked;
