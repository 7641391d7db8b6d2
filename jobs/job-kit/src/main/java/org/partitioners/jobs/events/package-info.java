/**
 * Turns input into rows, the same rows in every process, engine and parallelism.
 *
 * <p>An input is either generated ({@link org.partitioners.jobs.events.EventGenerator}) or CSV
 * files ({@link org.partitioners.jobs.events.InputNames} says which, {@link
 * org.partitioners.jobs.events.CsvRows} reads one). Every record of a file becomes exactly one
 * {@link org.partitioners.jobs.events.Row}: an {@link org.partitioners.jobs.events.Event}, a row
 * that came too late for its window, or a row that could not be read, with line and reason. So
 * events + late + rejected = rows read, always.
 *
 * <p>Whether a row is late must not depend on how parallel readers race. It is therefore decided
 * here, from the order of the input alone: the input is the concatenation of its files in path
 * order, and {@link org.partitioners.jobs.events.Lateness} compares a row with the highest
 * timestamp before it. {@link org.partitioners.jobs.events.InputSurvey} passes over the input once
 * and notes where each file starts ({@link org.partitioners.jobs.events.FileStart}), which lets the
 * files then be read in parallel with the same answer.
 */
@NullMarked
package org.partitioners.jobs.events;

import org.jspecify.annotations.NullMarked;
