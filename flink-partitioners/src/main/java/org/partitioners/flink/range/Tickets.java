package org.partitioners.flink.range;

/** The numbers that a subtask draws for its records. */
final class Tickets {
  /** 2⁶⁴/φ: multiples of it are as even over 64 bits as numbers can be. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long ticket;
  private int turn;

  /**
   * @param subtask whose tickets are neither those of others nor in step with them
   */
  Tickets(int subtask) {
    ticket = STEP * (subtask * 7_919L + 1);
    turn = subtask;
  }

  /** A ticket for shared keys. */
  long next() {
    ticket += STEP;
    return ticket;
  }

  /** A place, one after the other of so many. */
  int nextOf(int places) {
    turn = turn + 1 < places ? turn + 1 : 0;
    return turn;
  }
}
