package org.partitioners.flink.range;

import java.io.Serializable;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * How the place of a record is told to what comes after the router.
 *
 * @param <T> the type of record
 * @param <O> what the router emits
 */
sealed interface Placing<T, O> extends Serializable {

  /** Called once. */
  void open(int numPlaces);

  /** The record with its place, in objects that may be used again. */
  StreamRecord<O> at(int place, StreamRecord<T> element);

  /** For the {@link PlacePartitioner} of the next edge: the record stays as it is. */
  static <T> Placing<T, T> onEdge() {
    return new OnEdge<>();
  }

  /** For whoever reads it: before the record. */
  static <T> Placing<T, Tuple2<Integer, T>> inTuples() {
    return new InTuples<>();
  }

  /** Leaves the place with the thread, in which the edge's partitioner runs next. */
  final class OnEdge<T> implements Placing<T, T> {
    private static final long serialVersionUID = 1L;

    @Override
    public void open(int numPlaces) {}

    @Override
    public StreamRecord<T> at(int place, StreamRecord<T> element) {
      ThreadPlace.current().number = place;
      return element;
    }
  }

  /** Puts the place before the record. */
  final class InTuples<T> implements Placing<T, Tuple2<Integer, T>> {
    private static final long serialVersionUID = 1L;

    private transient Integer[] places = {};
    private transient Tuple2<Integer, T> placed = new Tuple2<>();

    @Override
    public void open(int numPlaces) {
      placed = new Tuple2<>();
      places = new Integer[numPlaces];
      for (int i = 0; i < numPlaces; i++) {
        places[i] = i;
      }
    }

    @Override
    public StreamRecord<Tuple2<Integer, T>> at(int place, StreamRecord<T> element) {
      placed.f0 = places[place];
      placed.f1 = element.getValue();
      return element.replace(placed);
    }
  }
}
