package org.partitioners.hadoop;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/**
 * The maps by which records lie now: the latest, and if it holds only from some event time on,
 * those before it that still hold for earlier ones.
 *
 * @param maps the latest first
 */
record MapsInForce<K>(List<PlacedMap<K>> maps) {

  /**
   * Reads them.
   *
   * @throws IOException if nothing has been published, or one of them is not kept any longer
   */
  static <K> MapsInForce<K> read(PartitionMapStore store) throws IOException {
    PartitionMap map =
        store.latest().orElseThrow(() -> new IOException("maps: no map has been published yet"));
    List<PlacedMap<K>> maps = new ArrayList<>(List.of(PlacedMap.of(map)));
    Instant heldFrom = map.validFrom();
    while (map.epoch() > 1 && heldFrom.isAfter(PartitionMap.ALWAYS)) {
      long before = map.epoch() - 1;
      Instant from = heldFrom;
      map =
          store
              .at(before)
              .orElseThrow(
                  () ->
                      new IOException(
                          "maps: the map for records before "
                              + from
                              + " has an epoch of at most "
                              + before
                              + ", and these are not kept any longer; keep more"));
      if (map.validFrom().isBefore(heldFrom)) {
        heldFrom = map.validFrom();
        maps.add(PlacedMap.of(map));
      }
    }
    return new MapsInForce<>(List.copyOf(maps));
  }

  /** The latest epoch. */
  long epoch() {
    return maps.get(0).map().epoch();
  }

  /**
   * The paths that the maps give which hold for some of the times {@code from <= t < to}, each
   * once.
   */
  NavigableSet<String> paths(
      Instant from, Instant to, Function<PlacedMap<K>, Stream<String>> paths) {
    NavigableSet<String> found = new TreeSet<>();
    Instant heldUntil = Instant.MAX;
    for (PlacedMap<K> map : maps) {
      Instant validFrom = map.map().validFrom();
      if (validFrom.isBefore(to) && from.isBefore(heldUntil)) {
        paths.apply(map).forEach(found::add);
      }
      heldUntil = validFrom;
    }
    return found;
  }
}
