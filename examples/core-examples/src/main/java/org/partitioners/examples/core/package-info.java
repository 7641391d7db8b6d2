/** Examples that need no engine, one file per idea. */
@NullMarked
package org.partitioners.examples.core;

import org.jspecify.annotations.NullMarked;
