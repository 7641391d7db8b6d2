package org.partitioners.flink.skew;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.java.tuple.Tuple3;

/**
 * What befalls a job: subtasks die, each at a record drawn by lot of those that all subtasks of one
 * kind handle. Kept beside the cluster, so that no subtask dies again where it died before.
 */
final class Chaos {
  private static final Map<Long, Chaos> ALL = new ConcurrentHashMap<>();

  private final Map<Where, AtomicLong> left = new ConcurrentHashMap<>();

  /** Whether a checkpoint was completed since the last death: else little would be restored. */
  private final AtomicBoolean checkpointed = new AtomicBoolean();

  private final AtomicInteger deaths = new AtomicInteger();

  /**
   * The attempt that completed a checkpoint, and the first that may: one that has died may hear of
   * a checkpoint still. Who then dies before the sink of collected results is open takes the whole
   * TaskManager along, through an error of that sink.
   */
  private volatile int attempt;

  private volatile int firstAttempt;

  /** Where a subtask dies. */
  enum Where {
    BEFORE,
    COMBINING,
    AFTER
  }

  private Chaos() {}

  /**
   * One death everywhere.
   *
   * @param records how many come in at least
   * @param results how many come out at least
   */
  static Chaos of(long seed, int records, int results) {
    Random random = new Random(seed);
    Chaos chaos = new Chaos();
    chaos.left.put(Where.BEFORE, new AtomicLong(random.nextInt(records / 2)));
    chaos.left.put(Where.COMBINING, new AtomicLong(random.nextInt(records / 2)));
    chaos.left.put(Where.AFTER, new AtomicLong(random.nextInt(results / 2)));
    ALL.put(seed, chaos);
    return chaos;
  }

  static void forget(long seed) {
    ALL.remove(seed);
  }

  int deaths() {
    return deaths.get();
  }

  private void strike(Where where) {
    if (left.get(where).decrementAndGet() < 0 && checkpointed.compareAndSet(true, false)) {
      firstAttempt = attempt + 1;
      left.get(where).set(Long.MAX_VALUE);
      deaths.incrementAndGet();
      throw new IllegalStateException("killed for the test: " + where);
    }
  }

  private void checkpointed(int byAttempt) {
    if (byAttempt >= firstAttempt) {
      attempt = byAttempt;
      checkpointed.set(true);
    }
  }

  /** Passes records on until it dies. */
  static final class Mortal<T> extends RichMapFunction<T, T> implements CheckpointListener {
    private static final long serialVersionUID = 1L;

    private final long seed;
    private final Where where;

    Mortal(long seed, Where where) {
      this.seed = seed;
      this.where = where;
    }

    @Override
    public T map(T record) {
      ALL.get(seed).strike(where);
      return record;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      // Once a checkpoint, or subtasks that have not yet heard of a death would undo it.
      if (where == Where.BEFORE && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
        ALL.get(seed).checkpointed(getRuntimeContext().getTaskInfo().getAttemptNumber());
      }
    }
  }

  /** Dies as it adds a record: in a sender, at a place or at home. */
  static final class MortalSummary extends Summary {
    private static final long serialVersionUID = 1L;

    private final long seed;
    private final long nanosPerRecord;

    MortalSummary(long seed, long nanosPerRecord) {
      this.seed = seed;
      this.nanosPerRecord = nanosPerRecord;
    }

    @Override
    public Tuple3<Long, Long, Long> add(Click click, Tuple3<Long, Long, Long> sum) {
      ALL.get(seed).strike(Where.COMBINING);
      if (nanosPerRecord > 0) {
        LockSupport.parkNanos(nanosPerRecord);
      }
      return super.add(click, sum);
    }
  }
}
