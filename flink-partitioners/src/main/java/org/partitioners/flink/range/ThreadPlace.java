package org.partitioners.flink.range;

/**
 * The place of the record that a thread is emitting. An operator and the partitioners of its output
 * edges are called in one thread, one after the other: so the place need not be written with the
 * record, nor the record be wrapped. It is looked up for each record, for a task may have a second
 * thread that emits: that of a source of the old kind.
 */
final class ThreadPlace {
  private static final ThreadLocal<ThreadPlace> CURRENT = ThreadLocal.withInitial(ThreadPlace::new);

  int number;

  static ThreadPlace current() {
    return CURRENT.get();
  }
}
