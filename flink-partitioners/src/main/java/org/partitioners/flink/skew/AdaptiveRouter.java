package org.partitioners.flink.skew;

import java.util.Arrays;

/**
 * Combines in the sender while that is cheap, spreads once it is dear, and leaves keys alone while
 * combining does not reduce them.
 *
 * <p>What combining costs is measured: in blocks of {@value #BLOCK} records, of which the median of
 * the latest {@value #BLOCKS} means counts, since a pause of the JVM spoils one but hardly three.
 * Blocking work thus counts like computing.
 */
final class AdaptiveRouter<K> implements Router<K> {
  /** From here on combining is dear: several times what it costs to send a record. */
  static final long DEAR_NANOS = 4_000;

  private static final int BLOCK = 128;
  private static final int BLOCKS = 5;

  /** Records between two blocks at first, and while combining is cheap. */
  private static final int FIRST_PAUSE = 512;

  private static final int PAUSE = 1 << 14;

  /** Combining must save at least every other message. */
  private static final int LEAST_RECORDS_PER_PART = 2;

  private static final int JUDGED_RECORDS = 4096;
  private static final int REST = 1 << 16;

  private final Router<K> combining;
  private final Router<K> spreading;

  private final long[] means = new long[BLOCKS];
  private int blocks;
  private int inBlock;
  private long blockNanos;
  private int untilBlock;
  private boolean dear;
  private boolean cannotCombine;

  private long flushedRecords;
  private long flushedParts;
  private int rest;

  AdaptiveRouter(Router<K> combining, Router<K> spreading) {
    this.combining = combining;
    this.spreading = spreading;
  }

  @Override
  public void cannotCombine() {
    cannotCombine = true;
  }

  @Override
  public int route(K key) {
    if (cannotCombine) {
      return spreading.route(key);
    }
    if (dear) {
      int place = spreading.route(key);
      if (untilBlock > 0) {
        untilBlock--;
        return place;
      }
      // Now and then a block is combined after all, to see whether it still is dear.
      return combining.route(key) == COMBINE ? COMBINE : place;
    }
    int way = combining.route(key);
    if (rest > 0) {
      rest--;
      return HOME;
    }
    return way;
  }

  @Override
  public boolean wantsTime() {
    if (untilBlock > 0) {
      untilBlock--;
      return false;
    }
    return true;
  }

  @Override
  public void combined(long nanos) {
    blockNanos += nanos;
    inBlock++;
    if (inBlock == BLOCK) {
      means[blocks % BLOCKS] = blockNanos / BLOCK;
      blocks++;
      inBlock = 0;
      blockNanos = 0;
      untilBlock = blocks < BLOCKS ? FIRST_PAUSE : PAUSE;
      judge();
    }
  }

  private void judge() {
    if (blocks < BLOCKS / 2 + 1) {
      return;
    }
    long[] known = Arrays.copyOf(means, Math.min(blocks, BLOCKS));
    Arrays.sort(known);
    long median = known[known.length / 2];
    dear = dear ? median > DEAR_NANOS / 2 : median > DEAR_NANOS;
  }

  @Override
  public void flushed(long records, long parts) {
    flushedRecords += records;
    flushedParts += parts;
    if (flushedRecords >= JUDGED_RECORDS) {
      rest = flushedRecords < LEAST_RECORDS_PER_PART * flushedParts ? REST : 0;
      flushedRecords = 0;
      flushedParts = 0;
    }
  }

  @Override
  public int numRelieved() {
    return combining.numRelieved();
  }

  @Override
  public void tell(Iterable<? extends K> hotKeys) {
    combining.tell(hotKeys);
    spreading.tell(hotKeys);
  }
}
