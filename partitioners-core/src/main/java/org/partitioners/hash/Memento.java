package org.partitioners.hash;

import com.dynatrace.hash4j.consistent.ConsistentBucketHasher;
import com.dynatrace.hash4j.consistent.ConsistentHashing;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.partitioners.Description;

/**
 * The buckets of MementoHash: numbers from 0, some of which have been removed, and which node each
 * of the others is. Immutable.
 *
 * <p>The i-th bucket to be removed leaves as many buckets as there are in all less i; a hash that
 * jumps to it is drawn anew among so many. While none is missing the last bucket goes by shrinking;
 * a node that comes gets the bucket removed last or, while none is missing, a new one at the end.
 */
final class Memento implements Serializable {
  private static final long serialVersionUID = 1;

  /** Keeps its generator's state on the stack, so all threads may share it. */
  private static final ConsistentBucketHasher JUMP_BACK =
      ConsistentHashing.jumpBackHashSplitMix64();

  /** Each node's bucket. */
  private final int[] buckets;

  /** The buckets removed, in order. */
  private final int[] removed;

  /** Of each bucket its node or, if it is removed, the complement of how many were left then. */
  private final transient int[] nodes;

  private Memento(int[] buckets, int[] removed) {
    this.buckets = buckets;
    this.removed = removed;
    this.nodes = new int[buckets.length + removed.length];
    for (int node = 0; node < buckets.length; node++) {
      nodes[buckets[node]] = node;
    }
    for (int i = 0; i < removed.length; i++) {
      nodes[removed[i]] = ~(nodes.length - i - 1);
    }
  }

  private Object readResolve() {
    return new Memento(buckets, removed);
  }

  /** So many nodes, none of which has been removed: node i is bucket i. */
  static Memento of(int size) {
    return new Memento(IntStream.range(0, size).toArray(), new int[0]);
  }

  /** As it was {@linkplain #describedIn described}, for so many nodes. */
  static Memento restored(int size, Description description) {
    int[] buckets = description.integers("buckets");
    int[] removed = description.integers("removed");
    int[] all = IntStream.concat(Arrays.stream(buckets), Arrays.stream(removed)).sorted().toArray();
    if (buckets.length != size || !Arrays.equals(all, IntStream.range(0, all.length).toArray())) {
      throw new IllegalArgumentException(
          "memento: buckets and removed are not each number from 0 once, a bucket for each of "
              + size
              + " nodes");
    }
    return new Memento(buckets, removed);
  }

  Description describedIn(Description partitioner) {
    return partitioner
        .with("buckets", Arrays.stream(buckets).asLongStream().boxed().toList())
        .with("removed", Arrays.stream(removed).asLongStream().boxed().toList());
  }

  /**
   * For other nodes: first those go that do, last bucket first, then others come in their order.
   */
  Memento with(Nodes before, Nodes after) {
    Set<String> staying = new HashSet<>();
    after.list().forEach(node -> staying.add(node.name()));
    Map<String, Integer> bucketOf = new HashMap<>();
    boolean[] isWorking = new boolean[nodes.length];
    for (int node = 0; node < before.size(); node++) {
      if (staying.contains(before.node(node).name())) {
        bucketOf.put(before.node(node).name(), buckets[node]);
        isWorking[buckets[node]] = true;
      }
    }
    int[] stack = Arrays.copyOf(removed, nodes.length);
    int size = nodes.length;
    int missing = removed.length;
    for (int bucket = size - 1; bucket >= 0; bucket--) {
      if (nodes[bucket] >= 0 && !isWorking[bucket]) {
        if (missing == 0 && bucket == size - 1) {
          size--;
        } else {
          stack[missing++] = bucket;
        }
      }
    }
    int[] newBuckets = new int[after.size()];
    for (int node = 0; node < newBuckets.length; node++) {
      Integer bucket = bucketOf.get(after.node(node).name());
      if (bucket == null) {
        bucket = missing > 0 ? stack[--missing] : size++;
      }
      newBuckets[node] = bucket;
    }
    return new Memento(newBuckets, Arrays.copyOf(stack, missing));
  }

  /**
   * The number of the node that a hash goes to, or would go to if some had been removed.
   *
   * @param gone the numbers of those, in order, in its first elements; not all nodes
   */
  int node(long hash, int[] gone, int numGone) {
    int size = nodes.length;
    int shrunk = 0;
    while (removed.length == 0 && shrunk < numGone && buckets[gone[shrunk]] == size - 1) {
      shrunk++;
      size--;
    }
    int leftNow = size - removed.length;
    int bucket = JUMP_BACK.getBucket(hash, size);
    int node = nodeOr(bucket, leftNow, gone, shrunk, numGone);
    while (node < 0) {
      int left = ~node;
      bucket = drawn(hash, bucket, left);
      node = nodeOr(bucket, leftNow, gone, shrunk, numGone);
      // One that had been removed before was replaced by the last of those left.
      while (node < 0 && ~node >= left) {
        bucket = ~node;
        node = nodeOr(bucket, leftNow, gone, shrunk, numGone);
      }
    }
    return node;
  }

  /** A bucket's node or, if it is removed, the complement of how many buckets were left then. */
  private int nodeOr(int bucket, int leftNow, int[] gone, int from, int to) {
    int node = nodes[bucket];
    for (int i = from; i < to; i++) {
      if (gone[i] == node) {
        return ~(leftNow - (i - from) - 1);
      }
    }
    return node;
  }

  private static int drawn(long hash, int bucket, int size) {
    return (int) (((SplitMix64.output(hash + bucket) >>> 32) * size) >>> 32);
  }

  /** A checksum over all that places depend on. */
  long checksum() {
    return Hashing.xxh3_64().hashStream().putIntArray(buckets).putIntArray(removed).getAsLong();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Memento that
        && Arrays.equals(buckets, that.buckets)
        && Arrays.equals(removed, that.removed);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(removed);
  }
}
