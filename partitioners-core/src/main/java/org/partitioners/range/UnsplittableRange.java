package org.partitioners.range;

/**
 * A range above the limit that no split relieves, because of one key: such a key must be salted.
 *
 * @param range the range
 * @param partition the name of its partition
 * @param key the heaviest key of the range's sample
 * @param share the key's share of the range, about
 */
public record UnsplittableRange<K>(KeyRange<K> range, String partition, K key, double share) {}
