/**
 * What a job does around its runs, whatever the engine: its input is surveyed, its output folder
 * laid out, and what each run has written is read back. {@code check} checks it. An engine brings a
 * {@code FileStore} and an {@code Engine}.
 */
@NullMarked
package org.partitioners.jobs.run;

import org.jspecify.annotations.NullMarked;
