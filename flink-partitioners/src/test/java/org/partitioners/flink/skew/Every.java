package org.partitioners.flink.skew;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** A watermark a little behind, after every so many records and at no other time. */
final class Every implements WatermarkGenerator<Click> {
  private final int records;
  private final long behind;
  private int seen;
  private long latest = Long.MIN_VALUE;

  private Every(int records, long behind) {
    this.records = records;
    this.behind = behind;
  }

  /** Clicks of their own time, watermarks so many milliseconds behind the latest. */
  static WatermarkStrategy<Click> records(int records, long behind) {
    return WatermarkStrategy.<Click>forGenerator(unused -> new Every(records, behind))
        .withTimestampAssigner((click, unused) -> click.time);
  }

  @Override
  public void onEvent(Click click, long timestamp, WatermarkOutput output) {
    latest = Math.max(latest, timestamp);
    if (++seen % records == 0) {
      output.emitWatermark(new Watermark(latest - behind));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {}
}
