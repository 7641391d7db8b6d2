package org.partitioners.flink.skew;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.hash.KeyHasher;
import org.partitioners.skew.Grouping;

/**
 * Gives each record the part of its key that is to work on it. Runs in the sending subtask and has
 * no state in snapshots: after a restart its grouping finds the hot keys anew.
 *
 * <p>Outputs one and the same tuple again and again, which is safe as a {@code keyBy} follows, by
 * which it is serialized at once.
 */
final class PartRouter<T, K> extends RichMapFunction<T, Tuple2<Integer, T>> {
  private static final long serialVersionUID = 1L;

  private final KeySelector<T, K> selector;
  private final GroupingFactory factory;
  private final int numSubtasks;
  private final int maxParallelism;
  private final KeyHasher<Object> hasher = FlinkPartitioners.hashCodes();

  private transient Grouping grouping;
  private transient Integer[] boxed;
  private transient Tuple2<Integer, T> routed;

  PartRouter(
      KeySelector<T, K> selector, GroupingFactory factory, int numSubtasks, int maxParallelism) {
    this.selector = selector;
    this.factory = factory;
    this.numSubtasks = numSubtasks;
    this.maxParallelism = maxParallelism;
  }

  @Override
  public void open(OpenContext context) {
    grouping = factory.grouping(numSubtasks);
    if (grouping.numPlaces() != numSubtasks) {
      throw new IllegalArgumentException(
          "numPlaces of the grouping: "
              + grouping.numPlaces()
              + " is not "
              + numSubtasks
              + ", the parallelism: make it for the number that the factory is given");
    }
    boxed = new Integer[maxParallelism];
    for (int keyGroup = 0; keyGroup < maxParallelism; keyGroup++) {
      boxed[keyGroup] = keyGroup;
    }
    routed = new Tuple2<>();
  }

  @Override
  public Tuple2<Integer, T> map(T value) throws Exception {
    routed.setFields(boxed[part(selector.getKey(value))], value);
    return routed;
  }

  private int part(K key) {
    if (key == null) {
      throw new NullPointerException("key: null has no place: reject it or map it to a value");
    }
    int own = KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism);
    int home =
        KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(maxParallelism, numSubtasks, own);
    long hash = hasher.hash(key);
    int place = grouping.place(hash, home);
    return place == home ? own : keyGroupOf(place, hash);
  }

  /** Always the same for a key, and keys spread over the key groups that Flink gives a subtask. */
  private int keyGroupOf(int subtask, long hash) {
    int first = (subtask * maxParallelism + numSubtasks - 1) / numSubtasks;
    int last = ((subtask + 1) * maxParallelism - 1) / numSubtasks;
    // The low half: groupings choose places by the whole hash, mixed once more.
    return first + (int) (((hash & 0xffff_ffffL) * (last - first + 1)) >>> 32);
  }
}
