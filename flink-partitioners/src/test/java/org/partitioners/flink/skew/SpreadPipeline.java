package org.partitioners.flink.skew;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.Placement;

/**
 * One sender, the subtasks of the parts and one of the home, wired by hand so that a test decides
 * which of them gets on when. Keys are shops.
 */
@SuppressWarnings("try") // close() declares any Exception, so an interruption too
final class SpreadPipeline<R> implements AutoCloseable {
  static final int MAX_PARALLELISM = 16;

  private final PartRouter<Sale, String> router;
  private final Placement<Tuple2<String, Integer>> placement =
      SpreadStream.placement(MAX_PARALLELISM);
  private final List<
          KeyedOneInputStreamOperatorTestHarness<
              PlacedKey<Tuple2<String, Integer>>, Tuple2<Integer, Sale>, Tuple2<String, Sum>>>
      parts = new ArrayList<>();
  private final KeyedOneInputStreamOperatorTestHarness<String, Tuple2<String, Sum>, R> home;
  private final long[] watermarks;
  private long homeWatermark = Long.MIN_VALUE;

  SpreadPipeline(
      int numSubtasks,
      GroupingFactory groupings,
      KeyedProcessFunction<String, Tuple2<String, Sum>, R> atHome)
      throws Exception {
    router = new PartRouter<>(Sale::shop, groupings, numSubtasks, MAX_PARALLELISM);
    router.open(DefaultOpenContext.INSTANCE);
    for (int subtask = 0; subtask < numSubtasks; subtask++) {
      var part =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new KeyedProcessOperator<>(new PartFunction<>(new SumPerMinute<KeyPart<String>>())),
              placement.keySelector(new PartSelector<Sale, String>(Sale::shop)),
              placement.typeInfo(Types.TUPLE(Types.STRING, Types.INT)),
              MAX_PARALLELISM,
              numSubtasks,
              subtask);
      part.open();
      parts.add(part);
    }
    home =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(atHome), result -> result.f0, Types.STRING);
    home.open();
    watermarks = new long[numSubtasks];
    Arrays.fill(watermarks, Long.MIN_VALUE);
  }

  /** Sends a record to the part that the grouping chooses. */
  void send(Sale sale) throws Exception {
    Tuple2<Integer, Sale> routed = router.map(sale);
    int subtask =
        KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(
            MAX_PARALLELISM, parts.size(), routed.f0);
    parts
        .get(subtask)
        .processElement(new StreamRecord<>(Tuple2.of(routed.f0, routed.f1), sale.time()));
    toHome(subtask);
  }

  /** Lets a subtask of the parts see a watermark, and the home what follows from it. */
  void watermark(int subtask, long timestamp) throws Exception {
    if (timestamp <= watermarks[subtask]) {
      return;
    }
    parts.get(subtask).processWatermark(timestamp);
    toHome(subtask);
    watermarks[subtask] = timestamp;
    long least = Long.MAX_VALUE;
    for (long watermark : watermarks) {
      least = Math.min(least, watermark);
    }
    if (least > homeWatermark) {
      homeWatermark = least;
      home.processWatermark(least);
    }
  }

  /** Lets all see the end of time. */
  void end() throws Exception {
    for (int subtask = 0; subtask < parts.size(); subtask++) {
      watermark(subtask, Long.MAX_VALUE);
    }
  }

  private void toHome(int subtask) throws Exception {
    for (StreamRecord<? extends Tuple2<String, Sum>> result :
        parts.get(subtask).extractOutputStreamRecords()) {
      home.processElement(new StreamRecord<>(result.getValue(), result.getTimestamp()));
    }
    parts.get(subtask).getOutput().clear();
  }

  /** What the home has emitted so far, with timestamps. */
  List<StreamRecord<? extends R>> results() {
    return home.extractOutputStreamRecords();
  }

  /** How many records of state there are in the parts and at home. */
  int stateEntries() {
    int entries = home.numKeyedStateEntries();
    for (var part : parts) {
      entries += part.numKeyedStateEntries();
    }
    return entries;
  }

  @Override
  public void close() throws Exception {
    for (var part : parts) {
      part.close();
    }
    home.close();
  }
}
