/**
 * What is compared: this library's partitioners, those of other libraries, and what one writes
 * without any. {@link org.partitioners.benchmarks.contenders.Contenders#ALL} lists them.
 */
@NullMarked
package org.partitioners.benchmarks.contenders;

import org.jspecify.annotations.NullMarked;
