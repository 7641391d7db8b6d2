package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.partitioners.PartitionLoad;
import org.partitioners.skew.SkewReport;

/**
 * What a {@link SkewDetector} saw in an interval. Immutable and thread-safe; Flink serializes it
 * with the serializer of its keys.
 *
 * @param start of the interval in processing time, in milliseconds since 1970, inclusive
 * @param end of the interval, exclusive; one that the end of input cuts short keeps its end
 * @param skew how skewed the records were, as estimated and predicted
 * @param measured how many records a {@code keyBy} sends to each subtask, counted exactly
 * @param <K> the type of key
 */
@PublicEvolving
@TypeInfo(IntervalReportTypeInfoFactory.class)
public record IntervalReport<K>(long start, long end, SkewReport<K> skew, PartitionLoad measured)
    implements Serializable {

  /** Refuses nulls. */
  public IntervalReport {
    requireNonNull(skew, "skew");
    requireNonNull(measured, "measured");
  }
}
