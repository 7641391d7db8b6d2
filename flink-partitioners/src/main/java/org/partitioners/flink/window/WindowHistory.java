package org.partitioners.flink.window;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What holds when: values by the event time from which they hold, each until the next. Not
 * thread-safe.
 *
 * @param <V> the type of value; serializable where the history is to be
 */
@Internal
public final class WindowHistory<V> implements Serializable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // as its values are
  private final TreeMap<Long, V> byStart = new TreeMap<>();

  /**
   * Lets a value take the place of all others from a time on.
   *
   * @return the times from which those held whose place it takes
   */
  public List<Long> add(long start, V value) {
    SortedMap<Long, V> replaced = byStart.tailMap(start, true);
    List<Long> starts = List.copyOf(replaced.keySet());
    replaced.clear();
    byStart.put(start, value);
    return starts;
  }

  /** What holds at a time; null before all. */
  @Nullable V at(long time) {
    var entry = byStart.floorEntry(time);
    return entry == null ? null : entry.getValue();
  }

  /**
   * Forgets what was followed by others before all windows that may still take records.
   *
   * @return the times from which that held
   */
  List<Long> forget(WindowTiming timing, long watermark) {
    List<Long> starts = new ArrayList<>();
    while (byStart.size() > 1 && !timing.isOpen(byStart.higherKey(byStart.firstKey()), watermark)) {
      starts.add(byStart.firstKey());
      byStart.pollFirstEntry();
    }
    return starts;
  }

  /** All, by the time from which they hold. */
  public NavigableMap<Long, V> byStart() {
    return Collections.unmodifiableNavigableMap(byStart);
  }
}
