package org.partitioners.range;

import java.util.Arrays;
import java.util.Comparator;
import org.partitioners.Described;
import org.partitioners.Description;

/** Orders of byte arrays that are the same in every process. */
public enum BytesOrder implements Comparator<byte[]>, Described {

  /**
   * By the first byte that differs, as unsigned numbers; a prefix comes before what it begins. The
   * order of row keys in HBase and Bigtable.
   */
  UNSIGNED {
    @Override
    public int compare(byte[] left, byte[] right) {
      return Arrays.compareUnsigned(left, right);
    }
  };

  @Override
  public Description description() {
    return Description.of("unsigned-bytes");
  }
}
