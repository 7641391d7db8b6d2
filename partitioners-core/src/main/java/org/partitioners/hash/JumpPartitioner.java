package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import com.dynatrace.hash4j.consistent.ConsistentBucketHasher;
import com.dynatrace.hash4j.consistent.ConsistentHashing;
import org.partitioners.Described;
import org.partitioners.Description;

/** JumpBackHash. */
record JumpPartitioner<K>(int numPartitions, KeyHasher<K> hasher)
    implements HashPartitioner<K>, Described {

  /**
   * Shared by all threads: this variant keeps its generator's state on the stack, whereas hash4j's
   * generic one (which takes a generator provider) keeps it in a field.
   */
  private static final ConsistentBucketHasher JUMP_BACK =
      ConsistentHashing.jumpBackHashSplitMix64();

  JumpPartitioner {
    HashPartitioners.checkIn("numPartitions", numPartitions, Integer.MAX_VALUE);
    requireNonNull(hasher, "hasher");
  }

  @Override
  public int partitionOf(long hash) {
    return JUMP_BACK.getBucket(hash, numPartitions);
  }

  @Override
  public Description description() {
    return DescribedHash.of("jump", numPartitions, hasher);
  }

  @Override
  public String fingerprint() {
    return "jumpback-splitmix64(" + numPartitions + ")/" + hasher.fingerprint();
  }
}
