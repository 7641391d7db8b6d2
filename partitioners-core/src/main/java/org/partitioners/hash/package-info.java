/**
 * Placing keys by hashing, in two steps: key → 64-bit hash → partition.
 *
 * <p>A {@link org.partitioners.hash.KeyHasher} turns a key into 64 uniform bits that are the same
 * in every process; {@link org.partitioners.hash.KeyHashers} has them for the common types. A
 * {@link org.partitioners.hash.HashPartitioner} turns such bits into a partition; {@link
 * org.partitioners.hash.HashPartitioners} makes them and says which to take when:
 *
 * <pre>{@code
 * KeyPartitioner<String> users = HashPartitioners.rendezvous(10, KeyHashers.strings());
 * int partition = users.partition("alice");
 * }</pre>
 */
@NullMarked
package org.partitioners.hash;

import org.jspecify.annotations.NullMarked;
