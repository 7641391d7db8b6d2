package org.partitioners;

import java.lang.reflect.Constructor;

/** Checksums over the places of many keys; run as a program, those of a contract test's sizes. */
final class Assignments {

  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private Assignments() {}

  /** FNV-1a over the places, four bytes each, of the first keys of a contract test. */
  static <K> long checksum(
      KeyPartitionerContractTest<K> contract, KeyPartitioner<K> partitioner, int keys) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < keys; i++) {
      int place = partitioner.partition(contract.key(i));
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        hash = (hash ^ (place >>> shift & 0xFF)) * FNV_PRIME;
      }
    }
    return hash;
  }

  /** One line for each size: the size, the checksum in hexadecimal, the fingerprint. */
  static <K> String table(KeyPartitionerContractTest<K> contract, int keysPerSize) {
    StringBuilder table = new StringBuilder();
    for (int n : KeyPartitionerContractTest.SIZES) {
      KeyPartitioner<K> partitioner = contract.partitioner(n);
      table
          .append(n)
          .append(' ')
          .append(Long.toHexString(checksum(contract, partitioner, keysPerSize)))
          .append(' ')
          .append(partitioner.fingerprint())
          .append('\n');
    }
    return table.toString();
  }

  /**
   * Prints the table of the contract test class named first, with the number of keys named second.
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    var contract = (KeyPartitionerContractTest<?>) constructor.newInstance();
    System.out.print(table(contract, Integer.parseInt(args[1])));
  }
}
