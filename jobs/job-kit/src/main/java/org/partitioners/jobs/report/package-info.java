/**
 * What a job found: one {@link org.partitioners.jobs.report.JobReport} of a job run once per
 * strategy over the same input, written for programs (JSON) and for people (HTML, SVG).
 *
 * <pre>
 * JobReport ─► InputSummary                      what was read, and with which options
 *          └─► RunReport (one per strategy) ─► StageLoad   records per subtask of each stage
 *                                          └─► HotKey      the most frequent keys
 * </pre>
 *
 * <p>The records hold what was measured; everything derived from it (rates, speed-up, maximum over
 * mean) is computed on demand, so that the two can never disagree. The package knows no engine.
 *
 * <p>{@link org.partitioners.jobs.report.ReportFiles} writes all forms at once; {@link
 * org.partitioners.jobs.report.HtmlReport} is one page that loads nothing, {@link
 * org.partitioners.jobs.report.LoadChart} its main chart on its own. Equal reports give equal
 * files.
 *
 * <p>The JSON names its fields in snake case and carries the derived figures too, for readers that
 * do not want to compute. Reading ignores fields it does not know, so later versions may add some.
 */
@NullMarked
package org.partitioners.jobs.report;

import org.jspecify.annotations.NullMarked;
