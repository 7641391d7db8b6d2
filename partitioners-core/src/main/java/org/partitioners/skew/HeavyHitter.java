package org.partitioners.skew;

import java.io.Serializable;

/**
 * A key and how often it came; serializable if the key is.
 *
 * @param lowerBound it came no less often, at least 0
 * @param upperBound it came no more often
 * @param <K> the type of key
 */
public record HeavyHitter<K>(K key, long lowerBound, long upperBound) implements Serializable {}
