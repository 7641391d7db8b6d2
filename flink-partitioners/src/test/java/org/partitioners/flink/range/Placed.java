package org.partitioners.flink.range;

import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** Says of each record in which subtask it came, and after which checkpoint. */
final class Placed extends RichMapFunction<Tuple2<Long, Long>, Tuple4<Long, Long, Integer, Long>>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  static final TypeInformation<Tuple2<Long, Long>> RECORD = Types.TUPLE(Types.LONG, Types.LONG);
  static final TypeInformation<Tuple4<Long, Long, Integer, Long>> PLACED =
      Types.TUPLE(Types.LONG, Types.LONG, Types.INT, Types.LONG);

  private long checkpoint;

  @Override
  public Tuple4<Long, Long, Integer, Long> map(Tuple2<Long, Long> record) {
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    return Tuple4.of(record.f0, record.f1, subtask, checkpoint);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    checkpoint = context.getCheckpointId();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    checkpoint = context.getRestoredCheckpointId().orElse(0);
  }
}
