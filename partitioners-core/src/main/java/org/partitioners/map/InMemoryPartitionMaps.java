package org.partitioners.map;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Maps in memory. */
final class InMemoryPartitionMaps implements PartitionMapStore {

  private final TreeMap<Long, PartitionMap> maps = new TreeMap<>();

  @Override
  public synchronized List<Long> epochs() {
    return List.copyOf(maps.keySet());
  }

  @Override
  public synchronized Optional<PartitionMap> at(long epoch) {
    return Optional.ofNullable(maps.get(epoch));
  }

  @Override
  public synchronized void publish(PartitionMap map) throws StaleEpochException {
    Epochs.checkNext(map.epoch(), maps.isEmpty() ? 0 : maps.lastKey());
    maps.put(map.epoch(), map);
  }

  @Override
  public synchronized void collectGarbage(int keep) {
    Epochs.checkKeep(keep);
    while (maps.size() > keep) {
      maps.pollFirstEntry();
    }
  }
}
