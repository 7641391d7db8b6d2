package org.partitioners.jobs.layout;

import java.util.function.Consumer;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.jobs.events.Event;

/**
 * What one pass over the events, in their order, tells about laying them out. Memory does not grow
 * with the number of events. Not thread-safe.
 */
public final class LayoutSurvey implements Consumer<Event> {
  /** Into how many slices the events are cut. */
  public static final int SLICES = 100;

  private final int subtasks;
  private final TimeHistogram histogram = new TimeHistogram();
  private final AdaptiveLayout.Learner learner;
  private long digest;
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;

  /**
   * @param subtasks how many subtasks will write
   */
  public LayoutSurvey(int subtasks) {
    this.subtasks = subtasks;
    this.learner = new AdaptiveLayout.Learner(subtasks);
  }

  @Override
  public void accept(Event event) {
    long timestamp = event.timestamp();
    histogram.add(timestamp);
    learner.add(event.key(), timestamp);
    digest += CountsDigest.ofOne(timestamp, event.key());
    min = Math.min(min, timestamp);
    max = Math.max(max, timestamp);
  }

  /** The digest that exactly these events have, in any order. */
  public long digest() {
    return digest;
  }

  /** The hundredths of the events by their time. */
  public TimeSlices slices() {
    return histogram.slices(SLICES);
  }

  /**
   * The layout of a strategy. There must be events.
   *
   * @param salts of {@link LayoutStrategy#SALTED}, in [1..subtasks]
   * @throws IllegalArgumentException if the events span more than 100000 days
   */
  public Layout layout(LayoutStrategy strategy, int salts) {
    Days days = Days.of(min, max);
    return switch (strategy) {
      case RANGE_STATIC -> new DayLayout(days, subtasks);
      case RANGE_DYNAMIC -> ScheduledLayout.of(histogram, subtasks);
      case HASH -> new HashLayout(subtasks);
      case COMPOUND -> new CompoundLayout(days, subtasks);
      case SALTED -> new SaltedLayout(salts, subtasks);
      case ADAPTIVE -> learner.layout(days);
    };
  }
}
