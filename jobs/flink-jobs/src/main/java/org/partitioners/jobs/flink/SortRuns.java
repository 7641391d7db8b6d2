package org.partitioners.jobs.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.partitioners.flink.PlacedKey;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.layout.Layout;
import org.partitioners.jobs.run.SimulatedWork;

/**
 * Keeps the events of each window of each partition, doing the simulated work for each, and sorts
 * them when the window ends. Its memory is what the open windows hold.
 */
final class SortRuns extends KeyedProcessFunction<PlacedKey<RunKey>, PlacedEvent, SortedRun> {
  private static final long serialVersionUID = 1L;

  private final Layout layout;
  private final long windowMillis;
  private final SimulatedWork work;
  private transient ListState<Event> events;

  @SuppressWarnings("NullAway.Init") // Made in open().
  SortRuns(Layout layout, long windowMillis, SimulatedWork work) {
    this.layout = layout;
    this.windowMillis = windowMillis;
    this.work = work;
  }

  @Override
  public void open(OpenContext context) {
    events =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("events", TypeInformation.of(Event.class)));
  }

  @Override
  public void processElement(PlacedEvent event, Context context, Collector<SortedRun> out)
      throws Exception {
    work.perform();
    events.add(new Event(event.sensor(), event.timestamp()));
    context
        .timerService()
        .registerEventTimeTimer(context.getCurrentKey().key().window() + windowMillis - 1);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<SortedRun> out)
      throws Exception {
    List<Event> run = new ArrayList<>();
    events.get().forEach(run::add);
    events.clear();
    run.sort(layout.order().comparator());
    out.collect(new SortedRun(layout.name(context.getCurrentKey().key().partition()), run));
  }
}
