/** Examples on Hadoop's file systems, one file per idea. */
@NullMarked
package org.partitioners.examples.hadoop;

import org.jspecify.annotations.NullMarked;
