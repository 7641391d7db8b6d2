package org.partitioners.flink.skew;

import java.io.Serializable;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** The session that a record opens on its own. */
interface SessionGap<T> extends Serializable {
  TimeWindow session(T record, long timestamp);
}
