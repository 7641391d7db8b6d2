package org.partitioners.jobs.flink;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.Row;

/** The beginning of every job: rows become events with times; late and rejected ones go aside. */
final class RowReader {
  /** The operator that every row passes. */
  static final String NAME = "sort";

  private static final OutputTag<Row.Late> LATE = new OutputTag<>("late") {};
  private static final OutputTag<Row.Rejected> REJECTED = new OutputTag<>("rejected") {};

  private RowReader() {}

  /** What goes on of an event. */
  interface Accepted<T> extends Serializable {
    T of(Event event);
  }

  static <T> SingleOutputStreamOperator<T> read(
      StreamExecutionEnvironment environment,
      Source<Row, ?, ?> rows,
      Duration outOfOrderness,
      Accepted<T> accepted,
      TypeInformation<T> type) {
    WatermarkStrategy<Row> watermarks =
        WatermarkStrategy.<Row>forBoundedOutOfOrderness(outOfOrderness)
            .withTimestampAssigner((row, unused) -> timestamp(row));
    return environment
        .fromSource(rows, watermarks, "rows")
        .uid("rows")
        .process(new Sort<>(accepted))
        .returns(type)
        .name(NAME)
        .uid(NAME);
  }

  /** Writes what {@link #read} has put aside. */
  static void writeAside(SingleOutputStreamOperator<?> read, Leftovers leftovers) {
    read.getSideOutput(LATE).sinkTo(leftovers.late()).name("late").uid("late");
    read.getSideOutput(REJECTED).sinkTo(leftovers.rejected()).name("rejected").uid("rejected");
  }

  private static long timestamp(Row row) {
    // Only events move time forward: a late row trails it, a rejected one has none.
    return row instanceof Event event ? event.timestamp() : Long.MIN_VALUE;
  }

  /** Accepted rows go on; late and rejected rows go aside. */
  private static final class Sort<T> extends ProcessFunction<Row, T> {
    private static final long serialVersionUID = 1L;

    private final Accepted<T> accepted;

    Sort(Accepted<T> accepted) {
      this.accepted = accepted;
    }

    @Override
    public void processElement(Row row, Context context, Collector<T> out) {
      if (row instanceof Event event) {
        out.collect(accepted.of(event));
      } else if (row instanceof Row.Late late) {
        context.output(LATE, late);
      } else if (row instanceof Row.Rejected rejected) {
        context.output(REJECTED, rejected);
      }
    }
  }
}
