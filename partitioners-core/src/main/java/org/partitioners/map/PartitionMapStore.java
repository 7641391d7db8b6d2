package org.partitioners.map;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The epochs of one partition map.
 *
 * <p>Epochs are published in order from 1 on, each by one publisher: whoever decided by an older
 * map than the latest is refused with a {@link StaleEpochException}, however long it slept in
 * between. A map that has been published is never changed. A publisher that dies leaves the store
 * with or without its map, never with a part of it.
 *
 * <p>What is damaged, or of a version that is not known, is refused with an {@link IOException}
 * that names it; the store never falls back to another map by itself. Thread-safe.
 */
public interface PartitionMapStore {

  /** The epochs that are kept, ascending and without gap; none before the first is published. */
  List<Long> epochs() throws IOException;

  /** The map of an epoch; empty if it has not been published, or is not kept any longer. */
  Optional<PartitionMap> at(long epoch) throws IOException;

  /**
   * Publishes a map as the latest.
   *
   * @param map its epoch is the one after that of the latest map, which the publisher has read; 1
   *     if there is none
   * @throws StaleEpochException if there is a map of this epoch, or a later one
   * @throws IllegalArgumentException if the epoch is more than one after the latest
   */
  void publish(PartitionMap map) throws IOException;

  /**
   * Deletes all maps but the last ones, and what publishers that died left behind.
   *
   * @param keep how many to keep, at least 1; fewer if there are fewer
   * @throws IllegalArgumentException if that is less than 1
   */
  void collectGarbage(int keep) throws IOException;

  /** The latest epoch; 0 before the first is published. Cheap: for who looks for changes. */
  default long latestEpoch() throws IOException {
    List<Long> epochs = epochs();
    return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1);
  }

  /** The latest map; empty before the first is published. */
  default Optional<PartitionMap> latest() throws IOException {
    long epoch = latestEpoch();
    while (epoch > 0) {
      Optional<PartitionMap> map = at(epoch);
      if (map.isPresent()) {
        return map;
      }
      epoch = laterThan(epoch);
    }
    return Optional.empty();
  }

  /** The latest epoch, after one that was the latest has been collected under the reader's eyes. */
  private long laterThan(long collected) throws IOException {
    long latest = latestEpoch();
    if (latest <= collected) {
      throw new FileNotFoundException("epoch " + collected + " is listed but not there");
    }
    return latest;
  }

  /**
   * The map that holds for records of an event time: of all with {@code validFrom} not after it the
   * one of the highest epoch. Reads maps from the latest on, as far as needed.
   *
   * @return empty if the first map holds from a later time on
   * @throws IllegalArgumentException if the map that held then is not kept any longer
   */
  default Optional<PartitionMap> validAt(Instant eventTime) throws IOException {
    Optional<PartitionMap> candidate = latest();
    long epoch = candidate.isEmpty() ? 0 : candidate.get().epoch();
    while (candidate.isPresent() && candidate.get().validFrom().isAfter(eventTime)) {
      epoch--;
      candidate = at(epoch);
    }
    if (candidate.isEmpty() && epoch > 0) {
      throw new IllegalArgumentException(
          "eventTime: the map for "
              + eventTime
              + " has an epoch of at most "
              + epoch
              + ", and these are not kept any longer; keep more");
    }
    return candidate;
  }

  /** All maps that are kept, in ascending order of epochs. */
  default List<PartitionMap> history() throws IOException {
    List<PartitionMap> maps = new ArrayList<>();
    for (long epoch : epochs()) {
      at(epoch).ifPresent(maps::add);
    }
    return List.copyOf(maps);
  }

  /**
   * Publishes an earlier map anew, as the epoch after the latest.
   *
   * @param toEpoch of the map that is to hold again
   * @param validFrom the event time from which it does
   * @return the map as published
   * @throws StaleEpochException if another publishes at the same time
   * @throws IllegalArgumentException if there is no map of that epoch
   */
  default PartitionMap rollback(long toEpoch, Instant validFrom) throws IOException {
    long latest = latestEpoch();
    PartitionMap earlier =
        at(toEpoch)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "toEpoch: there is no map of epoch " + toEpoch + "; epochs() lists them"));
    PartitionMap again = earlier.asEpoch(latest + 1, validFrom);
    publish(again);
    return again;
  }

  /** A store in memory, empty: for tests, and for jobs within one process. */
  static PartitionMapStore inMemory() {
    return new InMemoryPartitionMaps();
  }
}
