package org.partitioners.skew;

import java.util.Arrays;

/** A set of hashes with open addressing, at most half full; made to be asked, seldom to change. */
final class HashSet64 {
  private static final int MIN_SLOTS = 16;

  /** 0 for a free slot. */
  private long[] hashes = new long[MIN_SLOTS];

  private boolean hasZero;
  private int used;

  boolean contains(long hash) {
    if (used == 0) {
      return false;
    }
    if (hash == 0) {
      return hasZero;
    }
    return hashes[find(hash)] != 0;
  }

  void add(long hash) {
    if (hash == 0) {
      used += hasZero ? 0 : 1;
      hasZero = true;
      return;
    }
    int slot = find(hash);
    if (hashes[slot] == 0) {
      hashes[slot] = hash;
      used++;
      if (used > hashes.length / 2) {
        grow();
      }
    }
  }

  int size() {
    return used;
  }

  void clear() {
    Arrays.fill(hashes, 0);
    hasZero = false;
    used = 0;
  }

  private int find(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) ((hash * HashMix.GOLDEN_GAMMA) >>> 32) & mask;
    while (hashes[slot] != hash && hashes[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] old = hashes;
    hashes = new long[old.length * 2];
    for (long hash : old) {
      if (hash != 0) {
        hashes[find(hash)] = hash;
      }
    }
  }
}
