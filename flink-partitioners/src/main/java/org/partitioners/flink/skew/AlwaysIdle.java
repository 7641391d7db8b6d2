package org.partitioners.flink.skew;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Keeps a stream out of the reckoning of watermarks. */
final class AlwaysIdle<T> implements WatermarkGenerator<T> {

  static <T> WatermarkStrategy<T> strategy() {
    return unused -> new AlwaysIdle<>();
  }

  @Override
  public void onEvent(T event, long timestamp, WatermarkOutput output) {
    output.markIdle();
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    output.markIdle();
  }
}
