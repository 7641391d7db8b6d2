package org.partitioners.flink;

import org.partitioners.KeyPartitioner;
import org.partitioners.hash.KeyHasher;

/** Small deterministic partitioners and hashers of the tests. */
final class TestPartitioners {
  private TestPartitioners() {}

  /** FNV-1a of a key's text, 64 bits. */
  record TextHasher() implements KeyHasher<Object> {
    @Override
    public long hash(Object key) {
      String text = key.toString();
      long hash = 0xcbf29ce484222325L;
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
      }
      return hash;
    }

    @Override
    public String fingerprint() {
      return "fnv1a(text)";
    }
  }

  /** The number a key ends with, modulo n: key-0 to partition 0, key-1 to partition 1. */
  record ByNumber(int numPartitions) implements KeyPartitioner<String> {
    @Override
    public int partition(String key) {
      return Integer.parseInt(key.substring(key.lastIndexOf('-') + 1)) % numPartitions;
    }

    @Override
    public String fingerprint() {
      return "by-number(" + numPartitions + ")";
    }
  }

  /** Always the same partition. */
  record Constant(int partition, int numPartitions) implements KeyPartitioner<Object> {
    @Override
    public int partition(Object key) {
      return partition;
    }

    @Override
    public String fingerprint() {
      return "constant(" + partition + "," + numPartitions + ")";
    }
  }
}
