/**
 * Placing keys by hashing, in two steps: key → 64-bit hash → partition.
 *
 * <p>A {@link org.partitioners.hash.KeyHasher} turns a key into 64 uniform bits that are the same
 * in every process; {@link org.partitioners.hash.KeyHashers} has them for the common types, {@link
 * org.partitioners.hash.HashAlgorithm} by other hash functions. A {@link
 * org.partitioners.hash.HashPartitioner} turns such bits into a partition; {@link
 * org.partitioners.hash.HashPartitioners} makes them and says which to take when:
 *
 * <pre>{@code
 * Nodes caches = Nodes.named("cache-a", "cache-b", "cache-c");
 * SlotTable<String> sessions = HashPartitioners.slots(caches, KeyHashers.strings());
 * Node node = sessions.node("alice");
 * List<Node> replicas = sessions.preferenceList("alice", 2);
 * PartitionChange<HashArc> moves =
 *     PartitionChange.between(sessions, sessions.with(Node.of("cache-d")));
 * }</pre>
 *
 * <p>{@link org.partitioners.hash.BoundedLoad} places keys that are known beforehand so that no
 * node gets more than a bound; {@link org.partitioners.hash.KafkaPartitioner} places as Kafka's
 * producer does.
 */
@NullMarked
package org.partitioners.hash;

import org.jspecify.annotations.NullMarked;
