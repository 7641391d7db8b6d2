/**
 * Partitioners for Apache Flink.
 *
 * <p>Any {@link org.partitioners.KeyPartitioner} can place the keys of a Flink job, in one of two
 * ways:
 *
 * <ul>
 *   <li>{@link org.partitioners.flink.Placement} for everything with keyed state, timers or
 *       windows. It wraps each key in a {@link org.partitioners.flink.PlacedKey} whose hash code
 *       makes Flink's own {@code keyBy} put it where the partitioner wants it. Savepoints,
 *       rescaling, unaligned checkpoints and every state backend work as with a plain {@code
 *       keyBy}.
 *   <li>{@link org.partitioners.flink.FlinkPartitioner} for routing alone, through {@code
 *       partitionCustom}: no keyed state behind it.
 * </ul>
 *
 * <pre>{@code
 * env.setMaxParallelism(128);
 * var ring = HashPartitioners.ring(128, KeyHashers.strings());
 * Placement.<String>onKeyGroups(ring, 128)
 *     .keyBy(clicks, Click::user, Types.STRING)          // instead of clicks.keyBy(Click::user)
 *     .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
 *     .aggregate(new Count());
 * }</pre>
 *
 * <p><b>Which placement.</b> {@link org.partitioners.flink.Placement#onKeyGroups} is for many keys
 * and jobs that are rescaled: partitions are key groups and move as wholes. {@link
 * org.partitioners.flink.Placement#onSubtasks} is for few keys and for plans: partition p of n is
 * subtask p of n, so eight keys on eight subtasks leave none idle. {@link
 * org.partitioners.flink.Placement#onChosenSubtasks} is for records whose partition a router
 * upstream chose already.
 *
 * <p><b>What is part of the state.</b> A key's state lies in its key group, so the partitioner, the
 * hasher and maxParallelism must not change while state is kept; the parallelism may. State keeps
 * the placement's fingerprint, and a restore under another placement fails with an error that names
 * both.
 *
 * <p>{@link org.partitioners.flink.FlinkPartitioners#keyBy} answers where a plain {@code keyBy}
 * would send a key. {@link org.partitioners.flink.map} follows a partition map that others publish,
 * and writes files by one. The packages {@code window} and {@code report} are what the others
 * share, and not for users.
 */
@NullMarked
package org.partitioners.flink;

import org.jspecify.annotations.NullMarked;
