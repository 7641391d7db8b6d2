package org.partitioners.hadoop;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
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
 * @param knownFrom the event time before which records lie by maps that are not kept any longer
 */
record MapsInForce<K>(List<PlacedMap<K>> maps, Instant knownFrom) {

  /**
   * Reads them.
   *
   * @throws IOException if nothing has been published
   */
  static <K> MapsInForce<K> read(PartitionMapStore store) throws IOException {
    PartitionMap latest =
        store
            .latest()
            .orElseThrow(
                () -> new IOException(store + ": holds no map; publish one, or name its folder"));
    List<PlacedMap<K>> maps = new ArrayList<>(List.of(PlacedMap.of(latest)));
    Instant heldFrom = latest.validFrom();
    for (long epoch = latest.epoch() - 1;
        epoch > 0 && heldFrom.isAfter(PartitionMap.ALWAYS);
        epoch--) {
      Optional<PartitionMap> before = store.at(epoch);
      if (before.isEmpty()) {
        // It may have been collected after a later map was published, which then tells more.
        return store.latestEpoch() > latest.epoch()
            ? read(store)
            : new MapsInForce<>(List.copyOf(maps), heldFrom);
      }
      PartitionMap map = before.get();
      if (map.validFrom().isBefore(heldFrom)) {
        heldFrom = map.validFrom();
        maps.add(PlacedMap.of(map));
      }
    }
    return new MapsInForce<>(List.copyOf(maps), PartitionMap.ALWAYS);
  }

  /** The latest epoch. */
  long epoch() {
    return maps.get(0).map().epoch();
  }

  /**
   * The paths that the maps give which hold for some of the times {@code from <= t < to}, each
   * once.
   *
   * @throws IOException if a map that holds for some of them is not kept any longer
   */
  NavigableSet<String> paths(Instant from, Instant to, Function<PlacedMap<K>, Stream<String>> paths)
      throws IOException {
    if (knownFrom.isAfter(PartitionMap.ALWAYS) && from.isBefore(knownFrom) && from.isBefore(to)) {
      throw new IOException(
          "maps: those for records before "
              + knownFrom
              + " are not kept any longer; if all records lie by the latest map, publish that again"
              + " from PartitionMap.ALWAYS on, else ask during("
              + knownFrom
              + ", ...)");
    }
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
