package org.partitioners.jobs.beam;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which worker is at work. Beam does not tell, but runners name their threads: Flink's after the
 * subtask, {@code … (3/8)#0}, Spark's after the task of a stage, {@code … task 2.0 in stage 4.0}.
 * Elsewhere the thread itself is the worker.
 */
final class Worker {
  private static final Pattern FLINK = Pattern.compile("\\((\\d+)/\\d+\\)#\\d+");
  private static final Pattern SPARK = Pattern.compile("task (\\d+)\\.\\d+ in stage");
  private static final ThreadLocal<Worker> CURRENT = ThreadLocal.withInitial(Worker::new);

  private String name = "";
  private int number;

  private Worker() {}

  /** The number of the worker whose thread this is. */
  static int current() {
    return CURRENT.get().number(Thread.currentThread());
  }

  /** A thread's name changes with what it works for: looked at each time, read when it is new. */
  @SuppressWarnings("ReferenceEquality") // The same object is the same name; another may be.
  private int number(Thread thread) {
    String now = thread.getName();
    if (now != name) {
      name = now;
      number = of(now, (int) thread.getId());
    }
    return number;
  }

  static int of(String threadName, int threadId) {
    Matcher flink = FLINK.matcher(threadName);
    if (flink.find()) {
      return Integer.parseInt(flink.group(1)) - 1;
    }
    Matcher spark = SPARK.matcher(threadName);
    return spark.find() ? Integer.parseInt(spark.group(1)) : threadId;
  }
}
