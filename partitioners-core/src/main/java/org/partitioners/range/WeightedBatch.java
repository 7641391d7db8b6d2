package org.partitioners.range;

import java.util.Arrays;
import java.util.Comparator;
import org.apache.datasketches.kll.KllItemsSketch;
import org.apache.datasketches.memory.WritableMemory;
import org.jspecify.annotations.Nullable;

/**
 * Keys with weights that are added to a sketch together. A sketch takes one such key as it merges
 * another sketch, at the cost of a pass over all that it retains; here, a thousand share that pass.
 *
 * <p>A KLL sketch is made of levels, a key of level l counts 2ˡ times. So a key with a weight goes
 * to each level whose bit the weight has. The sketch to be merged is written as the image that
 * DataSketches reads, whose layout is described with its {@code KllPreambleUtil}.
 */
final class WeightedBatch<K> {
  private static final int SIZE = 1_024;

  /** At most that many levels hold a key, one for each bit of a weight. */
  private static final int MOST_LEVELS = Long.SIZE - 1;

  private static final int PREAMBLE_INTS = 5;
  private static final int SERIAL_VERSION = 1;
  private static final int KLL_FAMILY = 15;
  private static final int LEAST_CAPACITY = 8;
  private static final int K_AT = 4;
  private static final int CAPACITY_AT = 6;
  private static final int N_AT = 8;
  private static final int MIN_K_AT = 16;
  private static final int NUM_LEVELS_AT = 18;
  private static final int LEVELS_AT = 20;

  /** The greatest depth at which a capacity can be computed in one step. */
  private static final int MOST_DEPTH = 30;

  private record Weighted<K>(K key, long weight) {}

  private final @Nullable Weighted<K>[] batch;
  private int size;
  private long total;

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of what is private here
  WeightedBatch() {
    batch = new Weighted[SIZE];
  }

  void add(K key, long weight) {
    total = Math.addExact(total, weight);
    batch[size++] = new Weighted<>(key, weight);
  }

  boolean isFull() {
    return size == SIZE;
  }

  /** Moves all to a sketch. */
  void moveTo(KllItemsSketch<K> sketch, Comparator<? super K> order) {
    if (size == 0) {
      return;
    }
    @SuppressWarnings("NullAway") // there are as many
    Weighted<K>[] sorted = Arrays.copyOf(batch, size);
    Arrays.sort(sorted, (left, right) -> order.compare(left.key(), right.key()));
    sketch.merge(sketchOf(sorted, sketch.getK(), order));
    Arrays.fill(batch, 0, size, null);
    size = 0;
    total = 0;
  }

  private KllItemsSketch<K> sketchOf(
      Weighted<K>[] sorted, int leastK, Comparator<? super K> order) {
    int[] counts = new int[MOST_LEVELS];
    int items = 0;
    int numLevels = 1;
    for (Weighted<K> each : sorted) {
      for (long bits = each.weight(); bits != 0; bits &= bits - 1) {
        int level = Long.numberOfTrailingZeros(bits);
        counts[level]++;
        items++;
        numLevels = Math.max(numLevels, level + 1);
      }
    }
    int k = Math.max(leastK, items);
    int itemsAt = LEVELS_AT + numLevels * Integer.BYTES;
    WritableMemory image = WritableMemory.allocate(itemsAt + (items + 2) * Integer.BYTES);
    image.putByte(0, (byte) PREAMBLE_INTS);
    image.putByte(1, (byte) SERIAL_VERSION);
    image.putByte(2, (byte) KLL_FAMILY);
    image.putShort(K_AT, (short) k);
    image.putByte(CAPACITY_AT, (byte) LEAST_CAPACITY);
    image.putLong(N_AT, total);
    image.putShort(MIN_K_AT, (short) k);
    image.putByte(NUM_LEVELS_AT, (byte) numLevels);
    // Levels lie at the end of an array that has room for all that they could hold.
    int start = capacity(k, numLevels) - items;
    int[] next = new int[numLevels];
    int before = 0;
    for (int level = 0; level < numLevels; level++) {
      image.putInt(LEVELS_AT + (long) level * Integer.BYTES, start + before);
      next[level] = before;
      before += counts[level];
    }
    Object[] keys = new Object[sorted.length];
    image.putInt(itemsAt, 0);
    image.putInt(itemsAt + (long) Integer.BYTES, sorted.length - 1);
    long firstItem = itemsAt + 2L * Integer.BYTES;
    for (int i = 0; i < sorted.length; i++) {
      keys[i] = sorted[i].key();
      for (long bits = sorted[i].weight(); bits != 0; bits &= bits - 1) {
        int level = Long.numberOfTrailingZeros(bits);
        image.putInt(firstItem + (long) next[level]++ * Integer.BYTES, i);
      }
    }
    return KllItemsSketch.heapify(image, order, new KeyNumbers<>(keys));
  }

  /** How many keys all levels of a sketch may hold. */
  private static int capacity(int k, int numLevels) {
    long sum = 0;
    for (int depth = 0; depth < numLevels; depth++) {
      sum += Math.max(LEAST_CAPACITY, capacityAt(k, depth));
    }
    return (int) sum;
  }

  /** k·(2/3)^depth, rounded as DataSketches does. */
  private static long capacityAt(long k, int depth) {
    if (depth > MOST_DEPTH) {
      return capacityAt(capacityAt(k, depth / 2), depth - depth / 2);
    }
    long power = 1;
    for (int i = 0; i < depth; i++) {
      power *= 3;
    }
    return (((k << 1) << depth) / power + 1) >>> 1;
  }
}
