package org.partitioners.hash;

import java.util.Arrays;
import org.partitioners.Description;
import org.partitioners.KeyPartitioner;

/** What descriptions of partitioners by hash have in common, and the way back. */
final class DescribedHash {

  private DescribedHash() {}

  static Description of(String type, int numPartitions, KeyHasher<?> hasher) {
    return Description.of(type).with("partitions", numPartitions).with("hasher", of(hasher));
  }

  static Description of(String type, Nodes nodes, KeyHasher<?> hasher) {
    return Description.of(type).with("nodes", nodes.description()).with("hasher", of(hasher));
  }

  static Description of(KeyHasher<?> hasher) {
    if (hasher instanceof TypedHasher<?> typed) {
      return typed.description();
    }
    throw new IllegalArgumentException(
        "hasher: "
            + hasher.fingerprint()
            + " holds code, which cannot be described; take strings, bytes, longs, ints or uuids"
            + " of KeyHashers or of a HashAlgorithm");
  }

  static KeyPartitioner<?> partitioner(Description d) {
    return switch (d.type()) {
      case "modulo" -> HashPartitioners.modulo(partitions(d), hasher(d, "partitions"));
      case "jump" -> HashPartitioners.jump(partitions(d), hasher(d, "partitions"));
      case "bounded-load" -> bounded(d.requireParts("c", "turns", "partitioner"));
      case "kafka" ->
          KafkaPartitioner.described(
              d.requireParts("partitions", "input").text("input"), partitions(d));
      default -> onNodes(d);
    };
  }

  private static NodePartitioner<?> onNodes(Description d) {
    return switch (d.type()) {
      case "ring" ->
          HashPartitioners.ring(
              nodes(d), d.integer("virtualNodes"), hasher(d, "nodes", "virtualNodes"));
      case "balanced-ring" ->
          new RingPartitioner<>(
              Tokens.restored(nodes(d), d), hasher(d, "nodes", "tokensPerNode", "tokens"));
      case "rendezvous" -> HashPartitioners.rendezvous(nodes(d), hasher(d, "nodes"));
      case "rendezvous-tree" -> HashPartitioners.rendezvousTree(nodes(d), hasher(d, "nodes"));
      case "maglev" -> HashPartitioners.maglev(nodes(d), hasher(d, "nodes"));
      case "memento" ->
          MementoPartitioner.restored(nodes(d), d, hasher(d, "nodes", "buckets", "removed"));
      case "slots" -> HashPartitioners.slots(nodes(d), d.number("cap"), hasher(d, "nodes", "cap"));
      case "sticky-slots" ->
          d.has("owners")
              ? StickySlotTable.restored(
                  nodes(d), d, hasher(d, "nodes", "cap", "version", "owners"))
              : StickySlotTable.first(nodes(d), d, hasher(d, "nodes", "cap", "version"));
      default ->
          throw new IllegalArgumentException(
              "partitioner: unknown type "
                  + d.type()
                  + "; a later version of the library may know it");
    };
  }

  private static BoundedLoad<?> bounded(Description d) {
    return bounded(d, onNodes(d.description("partitioner")));
  }

  private static <K> BoundedLoad<K> bounded(Description d, NodePartitioner<K> partitioner) {
    return BoundedLoad.restored(partitioner, d.number("c"), d.wholes("turns"));
  }

  private static int partitions(Description description) {
    return description.integer("partitions");
  }

  private static Nodes nodes(Description description) {
    return Nodes.described(description.description("nodes"));
  }

  /** The hasher of what has these parts besides. */
  private static KeyHasher<?> hasher(Description description, String... others) {
    String[] all = Arrays.copyOf(others, others.length + 1);
    all[others.length] = "hasher";
    return HashAlgorithm.described(description.requireParts(all).description("hasher"));
  }
}
