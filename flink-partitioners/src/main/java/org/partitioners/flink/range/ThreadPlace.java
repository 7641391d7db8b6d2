package org.partitioners.flink.range;

/**
 * The place of the record that a task's thread is emitting. An operator and the partitioners of its
 * output edges run in one thread, one after the other: so the place need not be written with the
 * record, nor the record be wrapped.
 */
final class ThreadPlace {
  private static final ThreadLocal<ThreadPlace> CURRENT = ThreadLocal.withInitial(ThreadPlace::new);

  int number;

  static ThreadPlace current() {
    return CURRENT.get();
  }
}
