package org.partitioners.benchmarks.terasort;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.range.RangeShuffle;
import org.partitioners.range.BytesOrder;

/** The job: makes records, sorts them over all subtasks, and writes a file for each. */
final class SortJob {
  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  private SortJob() {}

  /** Runs it to its end, with as many partitions as the environment's parallelism. */
  static void run(StreamExecutionEnvironment environment, Input input, PartFiles files)
      throws Exception {
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    DataStream<byte[]> rows =
        environment.fromSequence(input.first(), input.last()).map(new Making(input)).returns(BYTES);
    RangeShuffle.by(rows, Rows::key, BYTES, BytesOrder.UNSIGNED)
        .sorted()
        .transform("write", Types.LONG, new PartWriter(files.folder()))
        .sinkTo(new DiscardingSink<>());
    environment.execute("terasort");
  }

  private static final class Making extends RichMapFunction<Long, byte[]> {
    private static final long serialVersionUID = 1L;

    private final Input input;
    private transient @Nullable Rows rows;

    Making(Input input) {
      this.input = input;
    }

    @Override
    public void open(OpenContext context) {
      rows = new Rows(input.keys());
    }

    @Override
    public byte[] map(Long number) {
      Rows open = rows;
      if (open == null) {
        throw new IllegalStateException("records come after open");
      }
      return open.row(number);
    }
  }
}
