package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.PendingFileRecoverable;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.map.StaleEpochException;

class FirstCommitTest {
  private static final PartitionMap MAP = Maps.first(5);
  private static final PartitionMap NEXT = Maps.of(2, 0, 5);
  private static final PendingFileRecoverable PENDING =
      new PendingFileRecoverable() {
        @Override
        public Path getPath() {
          return new Path("file");
        }

        @Override
        public long getSize() {
          return 1;
        }
      };
  private static PartitionMapStore store;
  private static int openings;

  private OneInputStreamOperatorTestHarness<CommittableMessage<FileSinkCommittable>, Void> told;

  @BeforeEach
  void start() throws Exception {
    store = PartitionMapStore.inMemory();
    openings = 0;
    start(MAP, null, 0);
  }

  private static PartitionMapStore open() {
    openings++;
    return store;
  }

  /** With the state of a checkpoint, if there is one. */
  private void start(PartitionMap map, @Nullable OperatorSubtaskState state, long checkpoint)
      throws Exception {
    told =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new FirstCommit(map, FirstCommitTest::open)));
    if (state != null) {
      told.setRestoredCheckpointId(checkpoint);
      told.initializeState(state);
    }
    told.open();
  }

  private void restart(PartitionMap map, long checkpoint) throws Exception {
    OperatorSubtaskState state = told.snapshot(checkpoint, checkpoint);
    told.close();
    start(map, state, checkpoint);
  }

  @AfterEach
  void close() throws Exception {
    told.close();
  }

  @SuppressWarnings("deprecation") // the constructor that Flink 1.20 and 2 have in common
  private void summary(long checkpoint, int subtask, int of, int committables, int failed)
      throws Exception {
    told.processElement(
        new StreamRecord<>(
            new CommittableSummary<>(subtask, of, checkpoint, committables, 0, failed)));
  }

  private void summary(long checkpoint, int subtask, int of, int committables) throws Exception {
    summary(checkpoint, subtask, of, committables, 0);
  }

  private void file(long checkpoint, int subtask) throws Exception {
    one(checkpoint, subtask, new FileSinkCommittable("p", PENDING));
  }

  private void one(long checkpoint, int subtask, FileSinkCommittable committable) throws Exception {
    told.processElement(
        new StreamRecord<>(new CommittableWithLineage<>(committable, checkpoint, subtask)));
  }

  private void assertPublished(boolean is) throws IOException {
    assertThat(store.latestEpoch()).isEqualTo(is ? 1 : 0);
  }

  @Test
  void waitsForAllFilesOfAllSubtasksAndPublishesOnce() throws Exception {
    summary(1, 0, 2, 2);
    file(1, 0);
    file(1, 0);
    assertPublished(false);
    summary(1, 1, 2, 1);
    assertPublished(false);
    file(1, 1);
    assertPublished(true);

    summary(2, 0, 2, 0);
    summary(2, 1, 2, 0);
    restart(MAP, 3);
    summary(4, 0, 1, 1);
    file(4, 0);
    assertThat(openings).isEqualTo(1);
  }

  @Test
  void waitsForTheCheckpointOfTheFilesIfAnEarlierOneEndsLater() throws Exception {
    summary(1, 0, 2, 0);
    summary(2, 0, 2, 1);
    file(2, 0);
    summary(1, 1, 2, 0);
    assertPublished(false);
    summary(2, 1, 2, 0);
    assertPublished(true);
  }

  @Test
  void aCheckpointWithoutFilesPublishesNothing() throws Exception {
    summary(1, 0, 2, 0);
    summary(1, 1, 2, 0);
    summary(2, 0, 2, 1);
    one(2, 0, new FileSinkCommittable("p", new Path("left-over")));
    summary(2, 1, 2, 0);
    assertThat(openings).isZero();

    summary(3, 0, 2, 1);
    file(3, 0);
    summary(3, 1, 2, 0);
    assertPublished(true);
  }

  @Test
  void aCheckpointOfWhichAFileFailedIsNotAllThere() throws Exception {
    summary(1, 0, 1, 1, 1);
    file(1, 0);
    assertPublished(false);

    summary(2, 0, 1, 0);
    assertPublished(true);
  }

  @Test
  void filesToldOfBeforeARestartCount() throws Exception {
    summary(1, 0, 2, 1);
    file(1, 0);
    restart(MAP, 2);
    summary(1, 1, 2, 0);
    assertPublished(false);
    summary(2, 0, 2, 0);
    summary(2, 1, 2, 0);
    assertPublished(true);
  }

  @Test
  void filesOfARestoredCheckpointCountThoughThereAreMoreSubtasksNow() throws Exception {
    restart(MAP, 1);
    summary(1, 0, 2, 1);
    file(1, 0);
    assertPublished(false);
    summary(2, 0, 2, 0);
    summary(2, 1, 2, 0);
    assertPublished(true);
  }

  @Test
  void whatIsToldAgainCountsOnce() throws Exception {
    summary(1, 0, 2, 1);
    file(1, 0);
    summary(1, 0, 2, 1);
    file(1, 0);
    assertPublished(false);
    summary(1, 1, 2, 1);
    assertPublished(false);
    file(1, 1);
    assertPublished(true);
  }

  @Test
  void filesOfTheMapBeforeDoNotCountForTheNext() throws Exception {
    summary(1, 0, 1, 1);
    file(1, 0);
    restart(NEXT, 2);
    summary(2, 0, 1, 1);
    file(2, 0);
    assertThat(store.latestEpoch()).isEqualTo(1);

    restart(NEXT, 3);
    summary(3, 0, 1, 0);
    assertThat(store.latestEpoch()).isEqualTo(1);
    summary(4, 0, 1, 1);
    file(4, 0);
    assertThat(store.latestEpoch()).isEqualTo(2);
  }

  @Test
  void failsWhereAnotherMapIs() throws Exception {
    store.publish(Maps.first(6));
    summary(1, 0, 1, 1);

    assertThatThrownBy(() -> file(1, 0))
        .isInstanceOf(StaleEpochException.class)
        .hasMessageStartingWith("epoch: 1 has been published by another, the latest is 1");
    assertThat(store.history()).containsExactly(Maps.first(6));
  }
}
