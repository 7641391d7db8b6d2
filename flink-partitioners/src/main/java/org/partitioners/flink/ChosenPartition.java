package org.partitioners.flink;

import org.apache.flink.api.java.tuple.Tuple2;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.KeyHasher;

/** The partition that a router put into the second field. */
record ChosenPartition<K>(int numPartitions) implements KeyPartitioner<Tuple2<K, Integer>> {

  @Override
  public int partition(Tuple2<K, Integer> key) {
    return key.f1;
  }

  @Override
  public String fingerprint() {
    return "chosen(" + numPartitions + ")";
  }

  /** Hashes the first field alone. */
  record FirstFieldHasher<K>(KeyHasher<? super K> hasher) implements KeyHasher<Tuple2<K, Integer>> {

    @Override
    public long hash(Tuple2<K, Integer> key) {
      return hasher.hash(key.f0);
    }

    @Override
    public String fingerprint() {
      return "f0(" + hasher.fingerprint() + ")";
    }
  }
}
