package org.partitioners.beam;

import org.apache.beam.sdk.coders.Coder;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.HashPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;

/** Places keys by a hash of what their coder writes, as runners do, each with a hash of its own. */
final class EncodedPartitioner<K> implements KeyPartitioner<K> {
  private static final long serialVersionUID = 1;

  private final Coder<K> keyCoder;
  private final HashPartitioner<byte[]> partitioner;

  EncodedPartitioner(Coder<K> keyCoder, int numPartitions) {
    this.keyCoder = keyCoder;
    this.partitioner = HashPartitioners.modulo(numPartitions, KeyHashers.bytes());
  }

  @Override
  public int partition(K key) {
    return partitioner.partition(EncodedKey.of(key, keyCoder).bytes());
  }

  @Override
  public int numPartitions() {
    return partitioner.numPartitions();
  }
}
