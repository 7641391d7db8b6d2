package org.partitioners.flink.range;

import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.partitioners.range.SharedRanges;

/** Puts its place before each record, by ranges that never change. */
final class ConstantRouter<T, K> extends AbstractStreamOperator<Tuple2<Integer, T>>
    implements OneInputStreamOperator<T, Tuple2<Integer, T>> {
  private static final long serialVersionUID = 1L;

  private final Selection<T, K> selection;
  private final SharedRanges<K> ranges;

  private transient Tuple2<Integer, T> placed;

  @SuppressWarnings("NullAway.Init") // open() comes before all else
  ConstantRouter(Selection<T, K> selection, SharedRanges<K> ranges) {
    this.selection = selection;
    this.ranges = ranges;
  }

  @Override
  public void open() throws Exception {
    super.open();
    placed = new Tuple2<>();
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    placed.f0 = ranges.partition(selection.key(element), 0);
    placed.f1 = element.getValue();
    output.collect(element.replace(placed));
  }
}
