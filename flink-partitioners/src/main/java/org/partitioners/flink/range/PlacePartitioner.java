package org.partitioners.flink.range;

import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.io.network.api.writer.SubtaskStateMapper;
import org.apache.flink.runtime.plugable.SerializationDelegate;
import org.apache.flink.streaming.runtime.partitioner.StreamPartitioner;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sends to the place before the record. What {@code partitionCustom} does at the price of a key
 * selected, and of a job that refuses unaligned checkpoints on all edges instead of on this one.
 */
final class PlacePartitioner<T> extends StreamPartitioner<Tuple2<Integer, T>> {
  private static final long serialVersionUID = 1L;

  @Override
  public int selectChannel(SerializationDelegate<StreamRecord<Tuple2<Integer, T>>> record) {
    int place = record.getInstance().getValue().f0;
    if (place >= numberOfChannels) {
      throw new IllegalStateException(
          "partition: "
              + place
              + " not in [0.."
              + numberOfChannels
              + "), the parallelism behind the shuffle: leave that as it is, and say partitions(n)");
    }
    return place;
  }

  @Override
  public SubtaskStateMapper getDownstreamSubtaskStateMapper() {
    return SubtaskStateMapper.ARBITRARY;
  }

  @Override
  public StreamPartitioner<Tuple2<Integer, T>> copy() {
    return this;
  }

  @Override
  public boolean isPointwise() {
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlacePartitioner;
  }

  @Override
  public int hashCode() {
    return PlacePartitioner.class.hashCode();
  }

  @Override
  public String toString() {
    return "RANGE";
  }
}
