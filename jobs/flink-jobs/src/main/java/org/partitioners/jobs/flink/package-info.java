/**
 * The Flink jobs: a hot spot, reproduced and cured.
 *
 * <p>{@code celebrity} counts events per key and window while one key takes a large share of them.
 * Its pipeline ({@code CelebrityJob}) knows nothing of files or clusters; {@code Counting} holds
 * one way of spreading the keys for each strategy; {@code FlinkSession} is where it runs: embedded,
 * on a running cluster, or under {@code flink run}.
 */
@NullMarked
package org.partitioners.jobs.flink;

import org.jspecify.annotations.NullMarked;
