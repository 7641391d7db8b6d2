package org.partitioners.flink.window;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * A record behind its place, in one tuple that is used again and again. Not thread-safe.
 *
 * @param <T> the type of record
 */
@Internal
public final class PlacedRecord<T> {
  private final Integer[] places;
  private final Tuple2<Integer, T> placed = new Tuple2<>();

  /**
   * A tuple for any of so many places.
   *
   * @param numPlaces at least 1
   */
  public PlacedRecord(int numPlaces) {
    places = new Integer[numPlaces];
    for (int i = 0; i < numPlaces; i++) {
      places[i] = i;
    }
  }

  /** The record with its place, in the objects of the last one. */
  public StreamRecord<Tuple2<Integer, T>> of(int place, StreamRecord<T> element) {
    placed.f0 = places[place];
    placed.f1 = element.getValue();
    return element.replace(placed);
  }
}
