/**
 * Streams whose records are placed by plans that change at the starts of event-time windows. Not
 * for users: what the packages beside it share.
 *
 * <p>Three operators take part. A {@link org.partitioners.flink.window.WatchingOperator} tells,
 * ahead of each checkpoint's barrier, how far its records have come. An {@link
 * org.partitioners.flink.window.AnnouncingOperator} hears all of them and announces plans for
 * windows that none has seen a record of. A {@link org.partitioners.flink.window.WindowRouter}
 * places each record by the plan of its window. What a plan is and where it comes from is for those
 * who use them to say.
 */
@NullMarked
package org.partitioners.flink.window;

import org.jspecify.annotations.NullMarked;
