package org.partitioners.hadoop;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.partitioners.map.PartitionMapStore;

/** The maps of a store as they were last read. Thread-safe. */
final class LatestMaps<K> {

  /** How often maps may change while one question is answered. */
  private static final int MOST_RELOADS = 5;

  private final PartitionMapStore store;
  private volatile @Nullable MapsInForce<K> maps;

  LatestMaps(PartitionMapStore store) {
    this.store = store;
  }

  /** What is done by some maps, or fails since there are later ones. */
  interface Attempt<K, T> {
    T by(MapsInForce<K> maps) throws IOException;
  }

  /**
   * Tries by the latest maps, and again by later ones for as long as an attempt finds that there
   * must be some.
   */
  <T> T answer(Attempt<K, T> attempt) throws IOException {
    MapsInForce<K> current = maps;
    if (current == null || store.latestEpoch() > current.epoch()) {
      current = load();
    }
    int reloads = 0;
    while (true) {
      try {
        return attempt.by(current);
      } catch (OutdatedMapException e) {
        MapsInForce<K> later = load();
        if (later.epoch() <= current.epoch() || reloads == MOST_RELOADS) {
          throw new IOException(
              e.getMessage()
                  + ", and the latest map, of epoch "
                  + later.epoch()
                  + ", does not say why: restore the data, or publish the map that it is by; if"
                  + " partitions without records have no folder, read with absentIsEmpty()",
              e);
        }
        current = later;
        reloads++;
      }
    }
  }

  /** The latest epoch that was read; 0 before any was. */
  long epoch() {
    MapsInForce<K> current = maps;
    return current == null ? 0 : current.epoch();
  }

  private MapsInForce<K> load() throws IOException {
    MapsInForce<K> loaded = MapsInForce.read(store);
    synchronized (this) {
      MapsInForce<K> current = maps;
      // Another thread may have read later ones meanwhile.
      if (current == null || loaded.epoch() > current.epoch()) {
        maps = loaded;
      }
    }
    return loaded;
  }
}
