package org.partitioners.flink.map;

import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.JobExecutionResult;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/**
 * Publishes the map of what a bounded job has written when the job has ended, and so its sinks have
 * committed all: never before.
 *
 * <pre>{@code
 * PublishedMaps.publishAfter(env.execute(), map, store);
 * }</pre>
 *
 * <p>A job that fails has no result, so its map is not published. A client that dies after the job
 * leaves data without its map; publish it then.
 */
@PublicEvolving
public final class PublishedMaps {

  private PublishedMaps() {}

  /**
   * Publishes a map.
   *
   * @param ended the result of the job that wrote the data
   * @param map its epoch is the next
   * @throws IllegalArgumentException if the job was submitted and not waited for
   * @throws org.partitioners.map.StaleEpochException if another has published in the meantime: the
   *     data is there, and the map is not
   */
  public static void publishAfter(
      JobExecutionResult ended, PartitionMap map, PartitionMapStore store) throws IOException {
    if (!ended.isJobExecutionResult()) {
      throw new IllegalArgumentException(
          "ended: job "
              + ended.getJobID()
              + " was submitted detached and may still run; wait for its end, or submit it attached");
    }
    store.publish(map);
  }
}
