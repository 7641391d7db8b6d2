package org.partitioners.flink.skew;

import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** A place where the records of hot keys are combined, from all senders that chose it. */
final class PlaceOperator<K, T, ACC> extends PartsOperator<Tuple2<Integer, T>, K, T, ACC> {
  private static final long serialVersionUID = 1L;

  private final Combining<K, T, ACC> combining;

  PlaceOperator(Combining<K, T, ACC> combining) {
    super(combining);
    this.combining = combining;
  }

  @Override
  public void processElement(StreamRecord<Tuple2<Integer, T>> element) throws Exception {
    T record = element.getValue().f1;
    combine(combining.key(record), record, element.getTimestamp());
  }
}
