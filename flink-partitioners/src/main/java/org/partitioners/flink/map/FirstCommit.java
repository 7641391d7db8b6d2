package org.partitioners.flink.map;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.partitioners.map.MapStoreOpener;
import org.partitioners.map.PartitionMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what the committers have committed, and publishes a map once: when files are there, and all
 * committers have told the whole of their checkpoint or of a later one. Runs with parallelism 1.
 *
 * <p>A later one does as well, for each committer tells of its checkpoints in order; and the one of
 * the files may never be told by all, after a restore with another parallelism, or where some had
 * told of it before.
 */
final class FirstCommit extends ProcessFunction<CommittableMessage<FileSinkCommittable>, Void>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(FirstCommit.class);

  private final PartitionMap map;
  private final MapStoreOpener opener;

  /** The checkpoint of the first files. */
  private long committed = Long.MAX_VALUE;

  private boolean published;

  /** The last checkpoint that was written by another map. */
  private long others = Long.MIN_VALUE;

  /** What has been told of checkpoints that some committers have not ended. */
  private final TreeMap<Long, Told> open = new TreeMap<>();

  private transient @Nullable ListState<Tuple3<Long, Long, Boolean>> state;

  /** What committers have told of a checkpoint, by subtask: how many committables are to come. */
  private static final class Told implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Map<Integer, Integer> left = new HashMap<>();
    private int committers;

    void begins(CommittableSummary<?> summary) {
      committers = summary.getNumberOfSubtasks();
      // What has failed never comes, so such a checkpoint does not end.
      left.put(
          summary.getSubtaskId(),
          summary.getNumberOfCommittables() + summary.getNumberOfFailedCommittables());
    }

    void one(CommittableWithLineage<?> committable) {
      left.merge(committable.getSubtaskId(), -1, Integer::sum);
    }

    boolean all() {
      return left.size() == committers && left.values().stream().allMatch(count -> count == 0);
    }
  }

  FirstCommit(PartitionMap map, MapStoreOpener opener) {
    this.map = map;
    this.opener = opener;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    ListState<Tuple3<Long, Long, Boolean>> restored =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "epoch-committed-published",
                    Types.TUPLE(Types.LONG, Types.LONG, Types.BOOLEAN)));
    for (Tuple3<Long, Long, Boolean> of : restored.get()) {
      if (of.f0 == map.epoch()) {
        committed = of.f1;
        published = of.f2;
      } else {
        others = context.getRestoredCheckpointId().orElse(Long.MIN_VALUE);
      }
    }
    state = restored;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    requireNonNull(state, "state").update(List.of(Tuple3.of(map.epoch(), committed, published)));
  }

  @Override
  @SuppressWarnings({"deprecation", "removal"}) // the name that Flink 1.20 and 2 have in common
  public void processElement(
      CommittableMessage<FileSinkCommittable> message, Context context, Collector<Void> out)
      throws IOException {
    long checkpoint = message.getCheckpointIdOrEOI();
    if (published || checkpoint <= others) {
      return;
    }
    Told told = open.computeIfAbsent(checkpoint, unused -> new Told());
    if (message instanceof CommittableSummary<FileSinkCommittable> summary) {
      told.begins(summary);
    } else if (message instanceof CommittableWithLineage<FileSinkCommittable> one) {
      told.one(one);
      // Others are left-overs to clean up.
      if (one.getCommittable().hasPendingFile()) {
        committed = Math.min(committed, checkpoint);
      }
    }
    if (told.all()) {
      open.headMap(checkpoint, true).clear();
      if (committed <= checkpoint) {
        PublishedMaps.publishOnce(map, opener.open());
        published = true;
      }
    }
  }

  /**
   * Warns of the end of a stream: what committers tell after it, as they do of the last checkpoint,
   * Flink drops (FLINK-38614).
   */
  void inputEnds() {
    if (!published) {
      LOG.warn(
          "The map of epoch {} is not published, for the input has ended before files of a"
              + " checkpoint were committed; if the last checkpoint has files, publish it when the"
              + " job has ended, with PublishedMaps.publishAfter",
          map.epoch());
    }
  }
}
