package org.partitioners.flink.range;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.partitioners.range.SharedRanges;

/** Gives each record its place, by ranges that never change. */
final class ConstantRouter<T, K, O> extends AbstractStreamOperator<O>
    implements OneInputStreamOperator<T, O> {
  private static final long serialVersionUID = 1L;

  private final Selection<T, K> selection;
  private final SharedRanges<K> ranges;

  private final Placing<T, O> placing;

  ConstantRouter(Selection<T, K> selection, SharedRanges<K> ranges, Placing<T, O> placing) {
    this.selection = selection;
    this.ranges = ranges;
    this.placing = placing;
  }

  @Override
  public void open() throws Exception {
    super.open();
    placing.open(ranges.numPartitions());
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    output.collect(placing.at(ranges.partition(selection.getKey(element.getValue()), 0), element));
  }
}
