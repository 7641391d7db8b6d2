package org.partitioners.flink.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.EventReceivingTasks;
import org.apache.flink.runtime.operators.coordination.MockOperatorCoordinatorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.partitioners.flink.range.ShuffleEvent.Occasion;
import org.partitioners.range.RangeSample;

class ShuffleCoordinatorTest {
  /** In milliseconds: longer than any test. */
  private static final long FOR_EVER = 3_600_000;

  private static final Comparator<Long> ORDER = Comparator.naturalOrder();
  private static final RangeForm<Long> FORM =
      new RangeForm<>(ORDER, LongSerializer.INSTANCE, RangeForm.Kind.WHOLE, 2, 2);

  private final EventReceivingTasks tasks = EventReceivingTasks.createForRunningTasks();
  private final MockOperatorCoordinatorContext context =
      new MockOperatorCoordinatorContext(new OperatorID(), 2);
  private ShuffleCoordinator<Long> coordinator = coordinator(false, FOR_EVER);

  private ShuffleCoordinator<Long> coordinator(boolean clocked, long patience) {
    return new ShuffleCoordinator<>(
        new ShuffleCoordinator.Plan<>(FORM, clocked, 0.03, null), context, patience);
  }

  /** Waits until the coordinator has done what it was asked so far. */
  private void await() throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    coordinator.inOrder(() -> done.complete(null));
    done.get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    coordinator.close();
  }

  private void ready(int subtask) {
    coordinator.executionAttemptReady(subtask, 0, tasks.createGatewayForSubtask(subtask, 0));
  }

  private void sampled(int subtask, Occasion occasion, long from, int count) {
    RangeSample<Long> sample = RangeSample.ofSize(1_000, ORDER);
    for (long i = from; i < from + count; i++) {
      sample.add(i);
    }
    coordinator.handleEventFromOperator(
        subtask,
        0,
        new ShuffleEvent.Sampled(occasion, count, new RangeCodec<>(FORM).write(sample)));
  }

  private CompletableFuture<byte[]> checkpoint(long id) {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    coordinator.checkpointCoordinator(id, result);
    return result;
  }

  /** The epochs and first cuts of the ranges that a subtask was told. */
  private List<String> told(int subtask) {
    return tasks.getSentEventsForSubtask(subtask).stream()
        .filter(ShuffleEvent.Ranges.class::isInstance)
        .map(event -> new RangeCodec<>(FORM).readMessage(((ShuffleEvent.Ranges) event).message()))
        .map(message -> message.epoch() + " at " + message.ranges().cuts().get(0).key())
        .toList();
  }

  private void known(int subtask, long epoch) {
    coordinator.handleEventFromOperator(subtask, 0, new ShuffleEvent.Known(epoch));
  }

  @Test
  void aCheckpointBeginsWhenAllSubtasksKnowItsRanges() throws Exception {
    ready(0);
    ready(1);
    assertThat(checkpoint(1).get(30, TimeUnit.SECONDS)).isNotEmpty();
    assertThat(tasks.getNumberOfSentEvents()).isZero();
    sampled(0, Occasion.BARRIER, 0, 100);
    sampled(1, Occasion.BARRIER, 100, 100);

    CompletableFuture<byte[]> second = checkpoint(2);
    known(0, 2);
    await();
    assertThat(second).as("while one does not know").isNotDone();
    known(1, 2);

    assertThat(second.get(30, TimeUnit.SECONDS)).isNotEmpty();
    assertThat(told(0)).containsExactly("2 at 100");
    assertThat(told(1)).containsExactly("2 at 100");
    assertThat(tasks.getSentEventsForSubtask(0)).as("the first reports").hasSize(2);
    assertThat(tasks.getSentEventsForSubtask(1)).hasSize(1);
  }

  @Test
  void aCheckpointWaitsForNoneThatHasFailedOrEnded() throws Exception {
    ready(0);
    ready(1);
    sampled(0, Occasion.BARRIER, 0, 100);
    CompletableFuture<byte[]> checkpoint = checkpoint(2);
    coordinator.handleEventFromOperator(0, 0, new ShuffleEvent.Finished());
    coordinator.executionAttemptFailed(1, 0, null);
    await();
    assertThat(checkpoint).as("a subtask is about to start again").isNotDone();
    ready(1);
    known(1, 2);

    assertThat(checkpoint.get(30, TimeUnit.SECONDS)).isNotEmpty();
    assertThat(told(1)).as("told again").containsExactly("2 at 50", "2 at 50");
    assertThat(context.isJobFailed()).isFalse();
  }

  @Test
  void aCheckpointDoesNotWaitForEver() throws Exception {
    coordinator.close();
    coordinator = coordinator(false, 1);
    ready(0);
    ready(1);
    sampled(0, Occasion.BARRIER, 0, 100);

    assertThat(checkpoint(2).get(30, TimeUnit.SECONDS)).isNotEmpty();
  }

  @Test
  void goesOnFromItsStateAndTellsThoseThatStart() throws Exception {
    ready(0);
    ready(1);
    sampled(0, Occasion.BARRIER, 0, 100);
    CompletableFuture<byte[]> checkpoint = checkpoint(2);
    known(0, 2);
    known(1, 2);
    byte[] state = checkpoint.get(30, TimeUnit.SECONDS);
    coordinator.close();
    coordinator = coordinator(false, FOR_EVER);
    coordinator.resetToCheckpoint(2, state);
    ready(0);
    ready(1);
    known(0, 2);
    known(1, 2);

    assertThat(checkpoint(3).get(30, TimeUnit.SECONDS)).isEqualTo(state);
    assertThat(told(0)).containsExactly("2 at 50", "2 at 50");
  }

  @Test
  void manyRecordsGiveRangesBeforeAnyCheckpoint() throws Exception {
    ready(0);
    ready(1);
    sampled(0, Occasion.MANY, 0, 100);
    sampled(1, Occasion.MANY, 100, 100);
    known(0, RangeMessage.EARLY);
    known(1, RangeMessage.EARLY);
    CompletableFuture<byte[]> checkpoint = checkpoint(1);
    known(0, 1);
    known(1, 1);
    checkpoint.get(30, TimeUnit.SECONDS);

    assertThat(told(1)).containsExactly("-1 at 50", "-1 at 100", "1 at 100");
  }

  @Test
  void byTheClockAnIntervalEndsWhenAllHaveToldOrOneTellsAgain() throws Exception {
    coordinator.close();
    coordinator = coordinator(true, FOR_EVER);
    ready(0);
    ready(1);
    sampled(0, Occasion.CLOCK, 0, 100);
    sampled(1, Occasion.CLOCK, 100, 100);
    sampled(0, Occasion.CLOCK, 1_000, 100_000);
    sampled(0, Occasion.CLOCK, 1_000, 10);
    known(0, 2);
    known(1, 2);
    checkpoint(1).get(30, TimeUnit.SECONDS);

    assertThat(told(0)).hasSize(2);
    assertThat(told(0).get(0)).isEqualTo("1 at 100");
    assertThat(told(0).get(1)).startsWith("2 at 5");
  }

  /** Subtasks take no ranges of an earlier epoch than they were restored with. */
  @Test
  void restoredIntervalsCountOn() throws Exception {
    coordinator.close();
    coordinator = coordinator(true, FOR_EVER);
    ready(0);
    for (int i = 0; i < 5; i++) {
      sampled(0, Occasion.CLOCK, 1_000L * i, 100_000);
    }
    known(0, 5);
    ready(1);
    known(1, 5);
    byte[] state = checkpoint(1).get(30, TimeUnit.SECONDS);
    coordinator.resetToCheckpoint(1, state);
    ready(0);
    sampled(0, Occasion.CLOCK, 500_000, 100_000);
    sampled(1, Occasion.CLOCK, 500_000, 100_000);
    await();

    assertThat(told(0)).last().asString().startsWith("6 at ");
  }

  @Test
  void aSampleTooCoarseMovesNothing() throws Exception {
    RangeForm<Long> many =
        new RangeForm<>(ORDER, LongSerializer.INSTANCE, RangeForm.Kind.WHOLE, 1_000, 1_000);
    RangeSample<Long> coarse = RangeSample.ofSize(8, ORDER);
    for (long i = 0; i < 10_000; i++) {
      coarse.add(i);
    }
    RangeMaker<Long> maker = new RangeMaker<>(many, 0.03, null);
    maker.add(coarse, 10_000);

    assertThat(maker.deriveEarly()).isNull();
    assertThat(maker.endEpoch(1, Instant.EPOCH)).isNull();
    assertThat(many.subtaskK(10_000)).isGreaterThan(4_095);
    RangeSample<Long> fine = RangeSample.ofSize(many.leastK(), ORDER);
    for (long i = 0; i < 1_000_000; i++) {
      fine.add(i);
    }
    assertThat(many.derive(fine)).isNotNull();
  }

  @Test
  void aMessageThatIsTooLongGoesWithoutItsSummary() {
    RangeForm<String> form =
        new RangeForm<>(
            Comparator.<String>naturalOrder(),
            StringSerializer.INSTANCE,
            RangeForm.Kind.WHOLE,
            4,
            4);
    RangeSample<String> sample = RangeSample.ofSize(4_096, Comparator.<String>naturalOrder());
    for (int i = 0; i < 3_000; i++) {
      sample.add("x".repeat(1_000) + i);
    }
    RangeCodec<String> codec = new RangeCodec<>(form);
    RangeMessage<String> message = new RangeMessage<>(1, form.derive(sample), sample);

    assertThat(codec.write(message).length).isGreaterThan(3_000_000);
    byte[] small = codec.writeSmall(message);
    assertThat(small.length).isLessThan(10_000);
    assertThat(codec.readMessage(small).ranges()).isEqualTo(message.ranges());
    assertThat(codec.writeSmall(sample, 64).length).isLessThan(1 << 20);
  }

  @Test
  void whatItCannotReadFailsTheJob() throws Exception {
    coordinator.handleEventFromOperator(
        0, 0, new ShuffleEvent.Sampled(Occasion.MANY, 1, new byte[0]));
    context.getJobFailedFuture().get(30, TimeUnit.SECONDS);

    assertThat(context.getJobFailureReason()).isInstanceOf(java.io.UncheckedIOException.class);
  }
}
