package org.partitioners.flink.skew;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.MergingWindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** Sessions of records as the user's assigner says, and of parts as they carry them. */
final class ContributedSessions<K, T, ACC>
    extends MergingWindowAssigner<Contribution<K, T, ACC>, TimeWindow> {
  private static final long serialVersionUID = 1L;

  private final MergingWindowAssigner<? super T, TimeWindow> assigner;

  ContributedSessions(MergingWindowAssigner<? super T, TimeWindow> assigner) {
    this.assigner = assigner;
  }

  @Override
  public Collection<TimeWindow> assignWindows(
      Contribution<K, T, ACC> contribution, long timestamp, WindowAssignerContext context) {
    if (contribution instanceof Contribution.Part<K, T, ACC> part) {
      return List.of(new TimeWindow(part.start(), part.end()));
    }
    T record = ((Contribution.Whole<K, T, ACC>) contribution).record();
    return assigner.assignWindows(record, timestamp, context);
  }

  /**
   * A part may be of exactly the session that home has already. Flink takes a window that it has
   * not to merge for a new one, and would forget where the state of the old one is: so it has to
   * merge with its like.
   */
  @Override
  public void mergeWindows(Collection<TimeWindow> windows, MergeCallback<TimeWindow> callback) {
    Set<TimeWindow> seen = new HashSet<>();
    for (TimeWindow window : windows) {
      if (!seen.add(window)) {
        // The windows that are open do not touch each other, so this touches no other.
        callback.merge(new ArrayList<>(List.of(window, window)), window);
        return;
      }
    }
    assigner.mergeWindows(windows, callback);
  }

  // Flink 1.20 declares both methods, Flink 2.x only the first: hence no @Override on the second.
  @Override
  @SuppressWarnings("unchecked") // it looks at no element
  public Trigger<Contribution<K, T, ACC>, TimeWindow> getDefaultTrigger() {
    return (Trigger<Contribution<K, T, ACC>, TimeWindow>)
        (Trigger<?, TimeWindow>) EventTimeTrigger.create();
  }

  @SuppressWarnings({"MissingOverride", "deprecation"})
  public Trigger<Contribution<K, T, ACC>, TimeWindow> getDefaultTrigger(
      StreamExecutionEnvironment environment) {
    return getDefaultTrigger();
  }

  @Override
  public TypeSerializer<TimeWindow> getWindowSerializer(ExecutionConfig config) {
    return assigner.getWindowSerializer(config);
  }

  @Override
  public boolean isEventTime() {
    return true;
  }
}
