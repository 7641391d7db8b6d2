package org.partitioners.flink.range;

import java.io.Serializable;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.range.ShuffleEvent.Occasion;
import org.partitioners.flink.report.ReportSerializer;
import org.partitioners.range.RangeReport;
import org.partitioners.range.SharedRanges;

/**
 * Merges the samples of all subtasks in the job manager and tells them of new ranges. Its state are
 * the raw samples.
 *
 * <p>Flink asks the coordinator before it triggers a checkpoint at the sources, and waits for the
 * answer. That comes when all subtasks have said that they know the ranges which hold from that
 * checkpoint on. So they switch at its barrier, all alike. (That Flink has delivered an event is
 * not enough: the barrier may overtake it in the subtask's mailbox.) A subtask that does not answer
 * within a second is not waited for: no record is lost if it switches at the next barrier.
 *
 * <p>Samples that subtasks take at a barrier come after it: they count for the next checkpoint.
 *
 * <p>All is done in one thread of its own, for merging samples takes longer than the job manager's
 * main thread should be kept.
 */
final class ShuffleCoordinator<K> implements OperatorCoordinator {
  /** How long a checkpoint waits for subtasks to say that they know its ranges. */
  static final long PATIENCE_MILLIS = 1_000;

  /**
   * What ranges are made, and when.
   *
   * @param form what ranges
   * @param clocked whether subtasks say when, in a stream without checkpoints
   * @param moveAbove the gain in the maximum over the mean for which ranges are moved
   * @param first the ranges that subtasks start from; null if they start without
   */
  record Plan<K>(
      RangeForm<K> form, boolean clocked, double moveAbove, @Nullable SharedRanges<K> first)
      implements Serializable {}

  private final Plan<K> plan;
  private final Context context;
  private final long patienceMillis;
  private final ScheduledExecutorService thread;
  private final RangeCodec<K> codec;
  private final ReportSerializer<K, RangeReport<K>> reports;
  private final NavigableMap<Integer, SubtaskGateway> gateways = new TreeMap<>();
  private final Set<Integer> finished = new HashSet<>();
  private final Set<Integer> ticked = new HashSet<>();

  /** Subtasks that have yet to say that they know the ranges of an epoch. */
  private final Map<Integer, Long> unknowing = new HashMap<>();

  /** Checkpoints that wait for them. */
  private final NavigableMap<Long, CompletableFuture<byte[]>> waiting = new TreeMap<>();

  private RangeMaker<K> maker;
  private RangeMessage<K> last;
  private long ticks;

  ShuffleCoordinator(Plan<K> plan, Context context, long patienceMillis) {
    this.plan = plan;
    this.patienceMillis = patienceMillis;
    this.context = context;
    this.codec = new RangeCodec<>(plan.form());
    this.reports = new ReportSerializer<>(new RangeReportFormat<>(), plan.form().keySerializer());
    this.maker = new RangeMaker<>(plan.form(), plan.moveAbove(), plan.first());
    this.last = RangeMessage.early(plan.first());
    ClassLoader userCode = context.getUserCodeClassloader();
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, "ranges of " + context.getOperatorId());
              made.setContextClassLoader(userCode);
              made.setDaemon(true);
              return made;
            });
  }

  @Override
  public void start() {}

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** Does something in the one thread; the job fails if that fails. */
  void inOrder(Runnable work) {
    if (thread.isShutdown()) {
      return; // the job has ended, and subtasks still end
    }
    thread.execute(
        () -> {
          try {
            work.run();
          } catch (RuntimeException | Error e) {
            context.failJob(e);
          }
        });
  }

  @Override
  public void handleEventFromOperator(int subtask, int attempt, OperatorEvent event) {
    inOrder(
        () -> {
          if (event instanceof ShuffleEvent.Sampled sampled) {
            add(subtask, sampled);
          } else if (event instanceof ShuffleEvent.Known known) {
            unknowing.computeIfPresent(subtask, (s, told) -> told <= known.epoch() ? null : told);
            answerIfAllKnow();
          } else if (event instanceof ShuffleEvent.Finished) {
            finished.add(subtask);
            forget(subtask);
          } else {
            throw new IllegalArgumentException("not an event of a shuffle: " + event);
          }
        });
  }

  private void add(int subtask, ShuffleEvent.Sampled sampled) {
    // Nobody waits for a subtask that has ended or is idle: one that is quicker ends the interval.
    if (sampled.occasion() == Occasion.CLOCK && !ticked.add(subtask)) {
      endInterval();
      ticked.add(subtask);
    }
    maker.add(codec.readSample(sampled.sample()), sampled.records());
    if (sampled.occasion() == Occasion.MANY) {
      SharedRanges<K> early = maker.deriveEarly();
      if (early != null) {
        last = RangeMessage.early(early);
        tellAll();
      }
    }
    if (sampled.occasion() == Occasion.CLOCK && ticked.size() >= gateways.size()) {
      endInterval();
    }
  }

  private void endInterval() {
    ticked.clear();
    endEpoch(++ticks);
  }

  private void endEpoch(long epoch) {
    RangeReport<K> before = maker.report();
    SharedRanges<K> ranges = maker.endEpoch(epoch, Instant.now());
    RangeReport<K> report = maker.report();
    if (report != null && !report.equals(before) && !gateways.isEmpty()) {
      byte[] bytes = RangeCodec.write(out -> reports.serialize(report, out));
      tell(gateways.firstEntry().getValue(), new ShuffleEvent.Reported(bytes));
    }
    if (ranges != null) {
      last = new RangeMessage<>(epoch, ranges, plan.form().summary(maker.statistics()));
      tellAll();
    }
  }

  private void tellAll() {
    ShuffleEvent.Ranges ranges = new ShuffleEvent.Ranges(codec.writeSmall(last));
    gateways.forEach((subtask, gateway) -> tellRanges(subtask, gateway, ranges));
  }

  private void tellRanges(int subtask, SubtaskGateway gateway, ShuffleEvent.Ranges ranges) {
    unknowing.put(subtask, last.epoch());
    tell(gateway, ranges);
  }

  private static void tell(SubtaskGateway gateway, ShuffleEvent event) {
    // What is lost fails a subtask that still runs: the gateway sees to that.
    var unused = gateway.sendEvent(event);
  }

  @Override
  public void checkpointCoordinator(long checkpointId, CompletableFuture<byte[]> result) {
    inOrder(
        () -> {
          if (!plan.clocked()) {
            endEpoch(checkpointId);
          }
          waiting.put(checkpointId, result);
          answerIfAllKnow();
          if (!waiting.isEmpty()) {
            var unused =
                thread.schedule(
                    () -> inOrder(() -> waitNoLonger(checkpointId)),
                    patienceMillis,
                    TimeUnit.MILLISECONDS);
          }
        });
  }

  private void answerIfAllKnow() {
    if (unknowing.isEmpty() && gateways.size() + finished.size() >= context.currentParallelism()) {
      answer(Long.MAX_VALUE);
    }
  }

  private void waitNoLonger(long checkpointId) {
    if (waiting.containsKey(checkpointId)) {
      unknowing.values().removeIf(epoch -> epoch <= checkpointId);
      answer(checkpointId);
    }
  }

  /** Lets checkpoints up to one go on. */
  private void answer(long checkpointId) {
    NavigableMap<Long, CompletableFuture<byte[]>> due = waiting.headMap(checkpointId, true);
    if (!due.isEmpty()) {
      byte[] state = RangeCodec.write(out -> maker.write(codec, last, out));
      due.values().forEach(result -> result.complete(state));
      due.clear();
    }
  }

  private void forget(int subtask) {
    gateways.remove(subtask);
    unknowing.remove(subtask);
    answerIfAllKnow();
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {}

  @Override
  public void notifyCheckpointAborted(long checkpointId) {
    inOrder(() -> waiting.remove(checkpointId));
  }

  @Override
  public void resetToCheckpoint(long checkpointId, byte @Nullable [] state) {
    inOrder(
        () -> {
          maker = new RangeMaker<>(plan.form(), plan.moveAbove(), plan.first());
          last =
              state == null
                  ? RangeMessage.early(plan.first())
                  : RangeCodec.read(state, in -> maker.read(codec, in));
          // Ticks count on, for subtasks take no ranges of an earlier epoch than they have.
          ticks = Math.max(0, last.epoch());
          waiting.clear();
          unknowing.clear();
          ticked.clear();
          finished.clear();
        });
  }

  /** A subtask that starts again goes by the ranges of its checkpoint until it is told. */
  @Override
  public void subtaskReset(int subtask, long checkpointId) {}

  @Override
  public void executionAttemptFailed(int subtask, int attempt, @Nullable Throwable reason) {
    inOrder(
        () -> {
          SubtaskGateway gateway = gateways.get(subtask);
          if (gateway != null && gateway.getExecution().getAttemptNumber() == attempt) {
            forget(subtask);
          }
        });
  }

  @Override
  public void executionAttemptReady(int subtask, int attempt, SubtaskGateway gateway) {
    inOrder(
        () -> {
          gateways.put(subtask, gateway);
          finished.remove(subtask);
          if (last.ranges() == null) {
            answerIfAllKnow();
          } else {
            tellRanges(subtask, gateway, new ShuffleEvent.Ranges(codec.writeSmall(last)));
          }
        });
  }
}
