/**
 * The data of a job as others find it: by partition maps that are published beside it, through a
 * reader that opens only the partitions that can hold the answer. The only package of the jobs that
 * needs Hadoop; {@link org.partitioners.jobs.lookup.DataMaps} can be asked whether it is there.
 */
@NullMarked
package org.partitioners.jobs.lookup;

import org.jspecify.annotations.NullMarked;
