package org.partitioners.range;

import java.util.Arrays;
import java.util.Comparator;

/** Orders of byte arrays that are the same in every process. */
public enum BytesOrder implements Comparator<byte[]> {

  /**
   * By the first byte that differs, as unsigned numbers; a prefix comes before what it begins. The
   * order of row keys in HBase and Bigtable.
   */
  UNSIGNED {
    @Override
    public int compare(byte[] left, byte[] right) {
      return Arrays.compareUnsigned(left, right);
    }
  }
}
