package org.partitioners.flink.range;

import org.apache.flink.runtime.io.network.api.writer.SubtaskStateMapper;
import org.apache.flink.runtime.plugable.SerializationDelegate;
import org.apache.flink.streaming.runtime.partitioner.StreamPartitioner;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sends to the place that {@link Placing#onEdge} left with the thread. {@code partitionCustom}
 * would select a key and wrap each record, at the price of a job that refuses unaligned checkpoints
 * on all edges instead of on this one.
 */
final class PlacePartitioner<T> extends StreamPartitioner<T> {
  private static final long serialVersionUID = 1L;

  @Override
  public int selectChannel(SerializationDelegate<StreamRecord<T>> record) {
    int number = ThreadPlace.current().number;
    if (number >= numberOfChannels) {
      throw new IllegalStateException(
          "partition: "
              + number
              + " not in [0.."
              + numberOfChannels
              + "), the parallelism behind the shuffle: leave that as it is, and say partitions(n)");
    }
    return number;
  }

  @Override
  public SubtaskStateMapper getDownstreamSubtaskStateMapper() {
    return SubtaskStateMapper.ARBITRARY;
  }

  @Override
  public StreamPartitioner<T> copy() {
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
