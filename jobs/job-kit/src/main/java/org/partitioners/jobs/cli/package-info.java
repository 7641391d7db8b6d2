/**
 * What every job's command line shares: options, conversions, exit codes and progress.
 *
 * <p>Exit codes: 0 success, 1 failure while running, 2 bad usage. Every error is one line on
 * stderr, never a stack trace; results go to files and stdout, progress to stderr.
 */
@NullMarked
package org.partitioners.jobs.cli;

import org.jspecify.annotations.NullMarked;
