package org.partitioners.flink.range;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.window.PlanReader;
import org.partitioners.range.SharedRanges;

/** Reads ranges of whole keys. */
record RangeReader<K>(RangeForm<K> form) implements PlanReader<K> {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable ToIntFunction<K> read(byte[] plan, ClassLoader loader) {
    SharedRanges<K> ranges = new RangeCodec<>(form).readMessage(plan).rangesFor(form);
    // A ticket decides on shared keys alone.
    return ranges == null ? null : key -> ranges.partition(key, 0);
  }
}
