package org.partitioners.flink.skew;

import java.io.Serializable;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * The subtasks among which hot keys spread.
 *
 * @param number how many, the parallelism of home
 * @param maxParallelism of home
 */
record Places(int number, int maxParallelism) implements Serializable {

  /** The place where {@code keyBy} sends a key. */
  int home(Object key) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(key, maxParallelism, number);
  }

  /**
   * For each place an integer that {@code keyBy} sends there: how a record gets to a place of the
   * sender's choice over an edge like any other, and a mark to a subtask of home.
   */
  Integer[] codes() {
    Integer[] codes = new Integer[number];
    int found = 0;
    for (int code = 0; found < number; code++) {
      int place = home(code);
      if (codes[place] == null) {
        codes[place] = code;
        found++;
      }
    }
    return codes;
  }
}
