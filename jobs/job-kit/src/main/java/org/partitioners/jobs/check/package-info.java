/**
 * What a run has written, checked against the input and asked by its partition map, for the report:
 * counts by {@link org.partitioners.jobs.check.CountsCheck}, events by {@link
 * org.partitioners.jobs.check.SurveyedLayouts}.
 */
@NullMarked
package org.partitioners.jobs.check;

import org.jspecify.annotations.NullMarked;
