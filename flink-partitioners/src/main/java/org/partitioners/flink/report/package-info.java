/**
 * Types of reports on keys, as streams carry them. Not for users: what the packages beside it
 * share.
 */
@NullMarked
package org.partitioners.flink.report;

import org.jspecify.annotations.NullMarked;
