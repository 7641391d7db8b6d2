package org.partitioners.benchmarks.terasort;

import java.nio.ByteBuffer;
import java.util.Locale;

/** How the keys of rows are distributed. A key is ten bytes, ordered as unsigned numbers. */
enum Keys {

  /** Evenly over all, as by TeraGen. */
  UNIFORM {
    @Override
    void write(long row, Random128 random, Random128 other, ByteBuffer key) {
      put(random, key);
    }
  },

  /**
   * Three of four begin as others do, as by {@code gensort -s} 1.5: with 1 to 48 bits, as many as a
   * random number says, of a key that all rows have in common whose numbers have as many
   * significant bits.
   */
  SKEWED {
    @Override
    void write(long row, Random128 random, Random128 other, ByteBuffer key) {
      int bits = (int) (random.low() >>> 32) & 0x3F;
      if (bits > MOST_COMMON_BITS) {
        bits = 0;
      }
      // The table of 129 common keys that gensort has are the keys of its first 129 records.
      other.goTo(Long.SIZE - Long.numberOfLeadingZeros(row));
      long own = -1L >>> bits;
      key.putLong((random.high() & own) | (other.high() & ~own));
      key.putShort((short) (random.low() >>> 48));
    }
  },

  /**
   * Few keys are of many rows: of 100000 ranks, rank r comes with a probability of {@code log(1 +
   * 1/r) / log(100000)}, nearly Zipf's law with exponent 1. The most frequent key has 6 % of rows.
   */
  ZIPF {
    @Override
    void write(long row, Random128 random, Random128 other, ByteBuffer key) {
      double u = (random.low() >>> 11) * 0x1p-53;
      other.goTo((long) StrictMath.exp(u * LOG_RANKS));
      put(other, key);
    }
  };

  private static final int MOST_COMMON_BITS = 48;
  private static final double LOG_RANKS = StrictMath.log(100_000);

  /**
   * Writes the key of a row.
   *
   * @param random at the row's number
   * @param other what may be used besides
   */
  abstract void write(long row, Random128 random, Random128 other, ByteBuffer key);

  private static void put(Random128 random, ByteBuffer key) {
    key.putLong(random.high()).putShort((short) (random.low() >>> 48));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
