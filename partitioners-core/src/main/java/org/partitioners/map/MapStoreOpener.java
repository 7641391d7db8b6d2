package org.partitioners.map;

import java.io.IOException;
import java.io.Serializable;

/**
 * Opens a store where a distributed job needs it: it travels with the job, and the store itself,
 * which holds connections, does not.
 */
@FunctionalInterface
public interface MapStoreOpener extends Serializable {

  /**
   * The store.
   *
   * @throws IOException if it cannot be opened
   */
  PartitionMapStore open() throws IOException;
}
