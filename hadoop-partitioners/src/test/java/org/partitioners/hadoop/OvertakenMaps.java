package org.partitioners.hadoop;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/** Maps in memory that somebody changes right after a reader has asked for the latest epoch. */
final class OvertakenMaps implements PartitionMapStore {
  private final PartitionMapStore maps = PartitionMapStore.inMemory();
  private @Nullable Change change;

  /** What happens behind a reader's back. */
  interface Change {
    void happen() throws IOException;
  }

  /** Lets a change happen once, after the next listing and before its reader has it. */
  void afterNextListing(Change next) {
    change = next;
  }

  @Override
  public List<Long> epochs() throws IOException {
    List<Long> listed = maps.epochs();
    Change next = change;
    change = null;
    if (next != null) {
      next.happen();
    }
    return listed;
  }

  @Override
  public Optional<PartitionMap> at(long epoch) throws IOException {
    return maps.at(epoch);
  }

  @Override
  public void publish(PartitionMap map) throws IOException {
    maps.publish(map);
  }

  @Override
  public void collectGarbage(int keep) throws IOException {
    maps.collectGarbage(keep);
  }
}
