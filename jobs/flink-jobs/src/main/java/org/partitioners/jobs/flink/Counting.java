package org.partitioners.jobs.flink;

import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.partitioners.jobs.run.WindowCount;

/**
 * Counts the events of each key in tumbling windows: one implementation for each way of spreading
 * the keys, the same result from all. An event is its key; its time rides on the stream record.
 */
interface Counting {
  /** Adds the counting to the pipeline. */
  DataStream<WindowCount> count(DataStream<String> keys);

  /** The aggregating stages that {@link #count} adds, first to last. */
  List<Stage> stages();
}
