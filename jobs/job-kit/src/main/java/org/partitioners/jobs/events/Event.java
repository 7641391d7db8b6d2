package org.partitioners.jobs.events;

/**
 * Something that happened to a key at a time: a row accepted for counting.
 *
 * @param key the key, possibly empty
 * @param timestamp epoch milliseconds
 */
public record Event(String key, long timestamp) implements Row {}
