/**
 * Partitioners and relief from skew as transforms of Apache Beam. They use nothing but Beam's SDK,
 * so they run alike on every runner.
 */
@NullMarked
package org.partitioners.beam;

import org.jspecify.annotations.NullMarked;
