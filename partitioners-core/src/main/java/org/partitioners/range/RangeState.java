package org.partitioners.range;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What {@link DynamicRanges} knows of one range. The rate comes from the counts of the present
 * window and the one before: the latter's part that still lies within a window's length of now is
 * taken as evenly spread. Not thread-safe.
 */
final class RangeState<K> implements Serializable {
  private static final long serialVersionUID = 1;

  private String name;
  private long born;
  private long windowIndex;
  private final RangeTally<K> all;
  private RangeTally<K> previous;
  private RangeTally<K> current;

  /** The key that made the last attempt to split fail; null if there was none since. */
  private RangeTally.@Nullable Heaviest<K> unsplittable;

  private long attemptedAt;
  private long recordsAtAttempt;

  RangeState(String name) {
    this(name, 0, 0, new RangeTally<>(), new RangeTally<>(), new RangeTally<>());
  }

  private RangeState(
      String name,
      long born,
      long windowIndex,
      RangeTally<K> all,
      RangeTally<K> previous,
      RangeTally<K> current) {
    this.name = name;
    this.born = born;
    this.windowIndex = windowIndex;
    this.all = all;
    this.previous = previous;
    this.current = current;
  }

  String name() {
    return name;
  }

  /** All records so far. */
  RangeTally<K> all() {
    return all;
  }

  /** The records of the window before the present one. */
  RangeTally<K> previous() {
    return previous;
  }

  /** The records of the present window. */
  RangeTally<K> current() {
    return current;
  }

  RangeTally.@Nullable Heaviest<K> unsplittable() {
    return unsplittable;
  }

  /** The first record of all has come. */
  void start(long now, long window) {
    born = now;
    windowIndex = Math.floorDiv(now, window);
  }

  /** Moves on to the window that holds now. */
  void roll(long now, long window) {
    long index = Math.floorDiv(now, window);
    if (index != windowIndex) {
      previous = index == windowIndex + 1 ? current : new RangeTally<>();
      current = new RangeTally<>();
      windowIndex = index;
    }
  }

  void add(K key, long ticket) {
    all.add(key, ticket);
    current.add(key, ticket);
  }

  /** After {@link #roll}. */
  RangeStatistics statistics(long now, long window, int ranges) {
    double passed = (double) Math.floorMod(now, window) / window;
    double recent = previous.count() * (1 - passed) + current.count();
    return new RangeStatistics(all.count(), recent * 1000 / window, since(born, now), ranges);
  }

  /** Whether an attempt to split may succeed where the last one failed. */
  boolean mayTryAgain(long now, long window) {
    return since(attemptedAt, now) >= window || all.count() / 2 >= recordsAtAttempt;
  }

  void failed(RangeTally.@Nullable Heaviest<K> because, long now) {
    unsplittable = because;
    attemptedAt = now;
    recordsAtAttempt = all.count();
  }

  void clearFailure() {
    unsplittable = null;
  }

  /** Moves what is right of a split point to a state of its own. */
  RangeState<K> splitOff(K at, RangeBoundaries<K> boundaries, String rightName, long now) {
    born = now;
    unsplittable = null;
    return new RangeState<>(
        rightName,
        now,
        windowIndex,
        all.splitOff(at, boundaries),
        previous.splitOff(at, boundaries),
        current.splitOff(at, boundaries));
  }

  /** Takes all of the neighbour, which must not be used any more. Both have rolled to now. */
  void addAll(RangeState<K> neighbour, String newName, long now) {
    name = newName;
    born = now;
    unsplittable = null;
    all.addAll(neighbour.all);
    previous.addAll(neighbour.previous);
    current.addAll(neighbour.current);
  }

  private static long since(long then, long now) {
    long age = now - then;
    return age < 0 ? Long.MAX_VALUE : age;
  }
}
