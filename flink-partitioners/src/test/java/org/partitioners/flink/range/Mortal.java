package org.partitioners.flink.range;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Passes records on and dies a few times: after so many records each time, once a checkpoint has
 * been completed since the last death. So all subtasks have been up by then.
 */
public final class Mortal<T> extends RichMapFunction<T, T> implements CheckpointListener {
  private static final long serialVersionUID = 1L;
  private static final Map<Long, Fate> FATES = new ConcurrentHashMap<>();

  private final long seed;

  private static final class Fate {
    private final AtomicLong left;
    private final long every;
    private final AtomicInteger lives;
    private final AtomicInteger deaths = new AtomicInteger();
    private volatile boolean checkpointed;

    /** Subtasks of earlier attempts have yet to hear that they are dead. */
    private volatile int attempt;

    Fate(long every, int lives) {
      this.every = every;
      this.left = new AtomicLong(every);
      this.lives = new AtomicInteger(lives);
    }
  }

  /** Dies as has been prepared for its seed. */
  public Mortal(long seed) {
    this.seed = seed;
  }

  /** Lets all of a seed die so often, after so many records each time. */
  public static void prepare(long seed, int deaths, long every) {
    FATES.put(seed, new Fate(every, deaths));
  }

  /** How many have died of a seed, which is forgotten. */
  public static int deaths(long seed) {
    return FATES.remove(seed).deaths.get();
  }

  @Override
  public T map(T record) {
    Fate fate = FATES.get(seed);
    int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
    if (attempt < fate.attempt) {
      return record;
    }
    if (fate.left.decrementAndGet() < 0 && fate.checkpointed && fate.lives.getAndDecrement() > 0) {
      fate.attempt = attempt + 1;
      fate.checkpointed = false;
      fate.left.set(fate.every);
      fate.deaths.incrementAndGet();
      throw new IllegalStateException("killed for the test");
    }
    return record;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    Fate fate = FATES.get(seed);
    if (getRuntimeContext().getTaskInfo().getAttemptNumber() >= fate.attempt) {
      fate.checkpointed = true;
    }
  }
}
