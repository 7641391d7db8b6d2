/** Examples for Beam: one file per idea. */
@NullMarked
package org.partitioners.examples.beam;

import org.jspecify.annotations.NullMarked;
