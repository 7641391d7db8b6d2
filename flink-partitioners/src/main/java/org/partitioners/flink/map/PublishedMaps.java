package org.partitioners.flink.map;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.partitioners.map.MapStoreOpener;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/**
 * Publishes the map of what a job writes when what it names has been committed: never before.
 *
 * <p>Of a bounded job the client can publish it when the job has ended, and so its sinks have
 * committed all:
 *
 * <pre>{@code
 * PublishedMaps.publishAfter(env.execute(), map, store);
 * }</pre>
 *
 * <p>A job that fails has no result, so its map is not published. A client that dies after the job
 * leaves data without its map; publish it then.
 *
 * <p>Of a job that has no end, the job publishes it with the first files:
 *
 * <pre>{@code
 * users.sinkTo(PublishedMaps.afterFirstCommit(files, map, () -> store(...)));
 * }</pre>
 */
@PublicEvolving
public final class PublishedMaps {

  private PublishedMaps() {}

  /**
   * Publishes a map, if the job has not done so {@linkplain #afterFirstCommit itself}.
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
    publishOnce(map, store);
  }

  /** If it is there already, by the job or by an attempt that died since, that is as well. */
  static void publishOnce(PartitionMap map, PartitionMapStore store) throws IOException {
    if (!store.at(map.epoch()).equals(Optional.of(map))) {
      store.publish(map);
    }
  }

  /**
   * A sink that writes files, and publishes their map as soon as the first are there: when all
   * subtasks have committed what they wrote until the first checkpoint in which one of them wrote a
   * file.
   *
   * <p>Files that follow are there later than the map, with the checkpoint they belong to; until
   * then readers do not see them. Nor is there a file in each partition, so a reader has to take an
   * absent folder as empty. Checkpoints in which nobody wrote a file publish nothing, and a job
   * that never writes one never does. In batch mode, and in a job without checkpoints that ends,
   * the map is published after all files have been committed; if checkpoints are disabled in a job
   * without end, never.
   *
   * <p>Where a stream ends, Flink does not tell of what the last checkpoint commits (<a
   * href="https://issues.apache.org/jira/browse/FLINK-38614">FLINK-38614</a>). If there was no file
   * before, the map is not published, and the log warns of it: of a stream that ends, {@link
   * #publishAfter publishAfter} publishes the map unless it is there.
   *
   * <p>If the store fails, so does the job; restarted, it commits again what it committed last,
   * which changes nothing, and publishes again. A map that is there already, the same of the same
   * epoch, is as good as published. Of another of that epoch the job fails with a {@link
   * org.partitioners.map.StaleEpochException}: files are there, and the map is not. What has been
   * published is part of the job's state: a job that is restored from it does not ask the store
   * again, unless it is given a map of another epoch; then files of checkpoints before do not count
   * for that.
   *
   * <p>Publishing holds up no record, but may hold up a checkpoint while the store is slow.
   *
   * @param sink its buckets are those of the map, {@link PartitionBuckets}
   * @param map its epoch is the next when the first files are committed
   * @param store opened once, where the map is published
   */
  public static <T> Sink<T> afterFirstCommit(
      FileSink<T> sink, PartitionMap map, MapStoreOpener store) {
    return new PublishingFileSink<>(
        requireNonNull(sink, "sink"),
        new FirstCommit(requireNonNull(map, "map"), requireNonNull(store, "store")));
  }
}
