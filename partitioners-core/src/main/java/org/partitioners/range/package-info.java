/** Placing keys by their order: ranges of keys, and buckets of time. */
@NullMarked
package org.partitioners.range;

import org.jspecify.annotations.NullMarked;
