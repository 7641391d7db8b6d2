package org.partitioners.flink.map;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.partitioners.map.PartitionMapStore;

/**
 * Opens the store of the maps that a job follows: where the job is built, and in the one subtask
 * that looks for new maps. What it holds is written with the job.
 */
@PublicEvolving
@FunctionalInterface
public interface MapStoreOpener extends Serializable {

  /**
   * The store.
   *
   * @throws IOException if it cannot be opened
   */
  PartitionMapStore open() throws IOException;
}
