package org.partitioners.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.consistent.ConsistentBucketHasher;
import com.dynatrace.hash4j.consistent.ConsistentHashing;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.kafka.common.utils.Utils;
import org.ishugaliy.allgood.consistent.hash.HashRing;
import org.ishugaliy.allgood.consistent.hash.node.Node;
import org.partitioners.hash.Nodes;

/** Other libraries, each called as its documentation shows. */
final class Libraries {

  private Libraries() {}

  /** Guava: jump hash, with MurmurHash3 before it where keys come. */
  static Peer guavaJump() {
    HashFunction murmur = Hashing.murmur3_128();
    return Peer.library("Guava consistentHash", Removal.LAST)
        .hashes(nodes -> hash -> Hashing.consistentHash(hash, nodes.size()))
        .keys(
            KeyType.STRINGS,
            nodes -> key -> Hashing.consistentHash(murmur.hashUnencodedChars(key), nodes.size()))
        .keys(
            KeyType.LONGS,
            nodes -> key -> Hashing.consistentHash(murmur.hashLong(key), nodes.size()))
        .keys(
            KeyType.BYTES,
            nodes -> key -> Hashing.consistentHash(murmur.hashBytes(key), nodes.size()));
  }

  /** hash4j: JumpBackHash, with its wyhash before it where keys come. */
  static Peer hash4jJumpBack() {
    ConsistentBucketHasher jump = ConsistentHashing.jumpBackHashSplitMix64();
    Hasher64 wyhash = com.dynatrace.hash4j.hashing.Hashing.wyhashFinal4();
    return Peer.library("hash4j JumpBackHash", Removal.LAST)
        .hashes(nodes -> hash -> jump.getBucket(hash, nodes.size()))
        .keys(
            KeyType.STRINGS,
            nodes -> key -> jump.getBucket(wyhash.hashCharsToLong(key), nodes.size()))
        .keys(
            KeyType.LONGS, nodes -> key -> jump.getBucket(wyhash.hashLongToLong(key), nodes.size()))
        .keys(
            KeyType.BYTES,
            nodes -> key -> jump.getBucket(wyhash.hashBytesToLong(key), nodes.size()));
  }

  /** allgood-consistent-hash: a ring of 256 partitions a node. */
  static Peer allgood() {
    return Peer.library("allgood-consistent-hash", Removal.ANY)
        .keys(KeyType.STRINGS, Libraries::allgoodRing);
  }

  private static ToIntFunction<String> allgoodRing(Nodes nodes) {
    List<NumberedNode> numbered = new ArrayList<>();
    for (org.partitioners.hash.Node node : nodes.list()) {
      numbered.add(new NumberedNode(node.name(), numbered.size()));
    }
    HashRing<NumberedNode> ring =
        HashRing.<NumberedNode>newBuilder()
            .nodes(numbered)
            .partitionRate(Textbook.VIRTUAL_NODES)
            .build();
    return key -> ring.locate(key).orElseThrow().number();
  }

  private record NumberedNode(String name, int number) implements Node {
    @Override
    public String getKey() {
      return name;
    }
  }

  /** Kafka's producer: murmur2 of what its serializers make of the key. */
  static Peer kafka() {
    return Peer.library("Kafka murmur2", Removal.LAST)
        .keys(KeyType.STRINGS, nodes -> key -> kafka(key.getBytes(UTF_8), nodes))
        .keys(
            KeyType.LONGS,
            nodes -> key -> kafka(ByteBuffer.allocate(Long.BYTES).putLong(key).array(), nodes))
        .keys(KeyType.BYTES, nodes -> key -> kafka(key, nodes));
  }

  private static int kafka(byte[] key, Nodes nodes) {
    return Utils.toPositive(Utils.murmur2(key)) % nodes.size();
  }

  /** Flink's keyBy: the subtask of the key's group, at the default maximum parallelism. */
  static Peer flink() {
    return Peer.library("Flink keyBy", Removal.LAST)
        .keys(KeyType.STRINGS, Libraries::flinkSubtask)
        .keys(KeyType.LONGS, Libraries::flinkSubtask);
  }

  private static <K> ToIntFunction<K> flinkSubtask(Nodes nodes) {
    int subtasks = nodes.size();
    int groups = KeyGroupRangeAssignment.computeDefaultMaxParallelism(subtasks);
    return key -> KeyGroupRangeAssignment.assignKeyToParallelOperator(key, groups, subtasks);
  }
}
