package org.partitioners.flink.range;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.partitioners.flink.window.PlacedRecord;

/**
 * How the place of a record is told to what comes after the router.
 *
 * @param <T> the type of record
 * @param <O> what the router emits
 */
sealed interface Placing<T, O> extends Serializable {

  /** The type of what the router emits. */
  TypeInformation<O> type(TypeInformation<T> records);

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
    public TypeInformation<T> type(TypeInformation<T> records) {
      return records;
    }

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

    private transient PlacedRecord<T> placed = new PlacedRecord<>(1);

    @Override
    public TypeInformation<Tuple2<Integer, T>> type(TypeInformation<T> records) {
      return Types.TUPLE(Types.INT, records);
    }

    @Override
    public void open(int numPlaces) {
      placed = new PlacedRecord<>(numPlaces);
    }

    @Override
    public StreamRecord<Tuple2<Integer, T>> at(int place, StreamRecord<T> element) {
      return placed.of(place, element);
    }
  }
}
