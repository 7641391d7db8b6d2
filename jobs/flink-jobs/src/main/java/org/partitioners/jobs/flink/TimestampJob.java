package org.partitioners.jobs.flink;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.partitioners.KeyPartitioner;
import org.partitioners.flink.Placement;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.layout.Layout;
import org.partitioners.jobs.run.SimulatedWork;

/**
 * Writes time-ordered events as the sorted files of a {@link Layout}'s partitions: each event goes
 * to the subtask of its partition, where the events of a window are kept, sorted and written.
 *
 * <p>Source and sinks are given, so the same job runs in a test, in one JVM and on a cluster. State
 * and files are exactly-once: checkpoints are on, and a failed run restarts from the last one.
 */
final class TimestampJob {
  private static final KeyHasher<RunKey> SPREAD =
      KeyHashers.by("run", run -> run.window() + run.partition(), KeyHashers.longs());

  private final Source<Row, ?, ?> rows;
  private final Duration outOfOrderness;
  private final Layout layout;
  private final long windowMillis;
  private final SimulatedWork work;
  private final Sink<SortedRun> files;
  private @Nullable Leftovers leftovers;

  TimestampJob(
      Source<Row, ?, ?> rows,
      Duration outOfOrderness,
      Layout layout,
      long windowMillis,
      SimulatedWork work,
      Sink<SortedRun> files) {
    this.rows = rows;
    this.outOfOrderness = outOfOrderness;
    this.layout = layout;
    this.windowMillis = windowMillis;
    this.work = work;
    this.files = files;
  }

  /** Also writes the rows that are no events: one run of several does. */
  TimestampJob withLeftovers(Leftovers sinks) {
    this.leftovers = sinks;
    return this;
  }

  /** Adds the job to {@code environment} and starts it. */
  JobClient start(
      StreamExecutionEnvironment environment,
      String name,
      int parallelism,
      int maxParallelism,
      Duration checkpointInterval)
      throws Exception {
    return JobStart.start(
        environment,
        name,
        parallelism,
        maxParallelism,
        checkpointInterval,
        pipeline -> define(pipeline, parallelism));
  }

  private void define(StreamExecutionEnvironment environment, int parallelism) {
    // These alone are captured: this object holds what need not travel.
    Layout partitions = layout;
    long window = windowMillis;
    SingleOutputStreamOperator<PlacedEvent> events =
        RowReader.read(
            environment,
            rows,
            outOfOrderness,
            event ->
                new PlacedEvent(
                    partitions.partition(event.key(), event.timestamp()),
                    event.key(),
                    event.timestamp()),
            TypeInformation.of(PlacedEvent.class));
    Placement<RunKey> placement =
        Placement.onSubtasks(
            new BySubtask(partitions, parallelism), SPREAD, environment.getMaxParallelism());
    placement
        .keyBy(
            events,
            event ->
                new RunKey(
                    event.partition(),
                    event.timestamp() - Math.floorMod(event.timestamp(), window)),
            TypeInformation.of(RunKey.class))
        .process(new SortRuns(partitions, window, work))
        .name(Stage.WRITE.name())
        .uid(Stage.WRITE.name())
        .sinkTo(files)
        .name("files")
        .uid("files");
    if (leftovers != null) {
      RowReader.writeAside(events, leftovers);
    }
  }

  /** A partition's events on the subtask that the layout says. */
  private record BySubtask(Layout layout, int subtasks) implements KeyPartitioner<RunKey> {
    @Override
    public int partition(RunKey run) {
      return layout.subtask(run.partition());
    }

    @Override
    public int numPartitions() {
      return subtasks;
    }
  }
}
