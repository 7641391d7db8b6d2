/**
 * The Beam jobs: a hot spot, reproduced and cured, on any runner.
 *
 * <p>{@code beam-celebrity} counts events per key and window, {@code beam-timestamp} writes them as
 * partitioned, sorted files; options, output and report are those of the Flink jobs. {@code
 * Counting} is a transform for each strategy; {@code RunnerSession} is where a pipeline runs.
 */
@NullMarked
package org.partitioners.jobs.beam;

import org.jspecify.annotations.NullMarked;
