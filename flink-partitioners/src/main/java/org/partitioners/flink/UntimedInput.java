package org.partitioners.flink;

import static java.util.Objects.requireNonNull;

import org.apache.flink.annotation.Internal;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.function.ThrowingConsumer;

/**
 * An input of what an operator is told, whose time is not heeded: it neither holds back nor
 * advances that of the records. For the operators of this library.
 */
@Internal
public final class UntimedInput<M> implements Input<M> {
  private final ThrowingConsumer<M, Exception> told;

  private UntimedInput(ThrowingConsumer<M, Exception> told) {
    this.told = requireNonNull(told, "told");
  }

  /** The input whose messages are handed to a consumer, in the task's thread. */
  public static <M> UntimedInput<M> of(ThrowingConsumer<M, Exception> told) {
    return new UntimedInput<>(told);
  }

  @Override
  public void processElement(StreamRecord<M> element) throws Exception {
    told.accept(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) {}

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}

  @Override
  public void processLatencyMarker(LatencyMarker marker) {}

  @Override
  public void setKeyContextElement(StreamRecord<M> element) {}
}
