package org.partitioners.flink.skew;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SideOutputDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The streams of a {@link SkewDetector}: the records and what there is to say of them. Reports that
 * nobody reads are still shown by the gauges.
 *
 * <p>Both operators may be given a uid, though they keep no state.
 *
 * @param <T> the type of record
 * @param <K> the type of key
 */
@PublicEvolving
public final class SkewDetected<T, K> {
  private final SingleOutputStreamOperator<T> records;
  private final SingleOutputStreamOperator<IntervalReport<K>> reports;
  private final SideOutputDataStream<IntervalReport<K>> subtaskReports;

  SkewDetected(
      SingleOutputStreamOperator<T> records,
      SingleOutputStreamOperator<IntervalReport<K>> reports,
      SideOutputDataStream<IntervalReport<K>> subtaskReports) {
    this.records = records;
    this.reports = reports;
    this.subtaskReports = subtaskReports;
  }

  /** The records as they came. */
  public SingleOutputStreamOperator<T> records() {
    return records;
  }

  /** One report for each interval, on the records of all subtasks. */
  public SingleOutputStreamOperator<IntervalReport<K>> reports() {
    return reports;
  }

  /** One report for each interval and subtask, on the records that came by there. */
  public DataStream<IntervalReport<K>> subtaskReports() {
    return subtaskReports;
  }
}
