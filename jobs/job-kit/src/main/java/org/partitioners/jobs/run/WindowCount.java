package org.partitioners.jobs.run;

/**
 * How often a key occurred in a window: a result, or a salted place's part of one.
 *
 * @param windowStart start of the window, epoch milliseconds
 * @param key the key
 * @param count its events in the window
 */
public record WindowCount(long windowStart, String key, long count) {}
