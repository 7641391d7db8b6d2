package org.partitioners.jobs.beam;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Instant;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.layout.Layout;
import org.partitioners.jobs.run.CsvTable;

/**
 * Writes events, which are sensors with timestamps, as the sorted files of a {@link Layout}'s
 * partitions: a file for each window of each partition, which is sorted in memory.
 */
final class WriteRuns extends PTransform<PCollection<String>, PDone> {
  private static final long serialVersionUID = 1L;

  private final String folder;
  private final Layout layout;
  private final Lateness windows;
  private final ThreadsWork work;

  /**
   * @param folder the folder of all partitions
   * @param windows says in which window an event is
   * @param work what is done for each event
   */
  WriteRuns(String folder, Layout layout, Lateness windows, ThreadsWork work) {
    this.folder = folder;
    this.layout = layout;
    this.windows = windows;
    this.work = work;
  }

  @Override
  public PDone expand(PCollection<String> sensors) {
    PCollection<KV<KV<Integer, Long>, Iterable<KV<String, Long>>>> runs =
        sensors
            .apply("Place", ParDo.of(new PlaceFn(layout, windows)))
            .setCoder(
                KvCoder.of(
                    KvCoder.of(VarIntCoder.of(), VarLongCoder.of()),
                    KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())))
            .apply("Run", GroupByKey.create());
    runs.apply("Sort", ParDo.of(new SortFn(folder, layout, work)));
    return PDone.in(sensors.getPipeline());
  }

  private static final class PlaceFn extends DoFn<String, KV<KV<Integer, Long>, KV<String, Long>>> {
    private static final long serialVersionUID = 1L;

    private final Layout layout;
    private final Lateness windows;

    PlaceFn(Layout layout, Lateness windows) {
      this.layout = layout;
      this.windows = windows;
    }

    @ProcessElement
    public void place(
        @Element String sensor,
        @Timestamp Instant time,
        OutputReceiver<KV<KV<Integer, Long>, KV<String, Long>>> out) {
      long timestamp = time.getMillis();
      int partition = layout.partition(sensor, timestamp);
      out.output(KV.of(KV.of(partition, windows.windowStart(timestamp)), KV.of(sensor, timestamp)));
    }
  }

  static final class SortFn extends DoFn<KV<KV<Integer, Long>, Iterable<KV<String, Long>>>, Void> {
    private static final long serialVersionUID = 1L;

    private final String folder;
    private final Layout layout;
    private final ThreadsWork work;
    private transient WorkerCounts written = new WorkerCounts();

    SortFn(String folder, Layout layout, ThreadsWork work) {
      this.folder = folder;
      this.layout = layout;
      this.work = work;
    }

    @Setup
    public void setUp() {
      written = new WorkerCounts();
    }

    @ProcessElement
    public void sort(@Element KV<KV<Integer, Long>, Iterable<KV<String, Long>>> run)
        throws IOException {
      List<Event> events = new ArrayList<>();
      for (KV<String, Long> event : run.getValue()) {
        work.perform();
        events.add(new Event(event.getKey(), event.getValue()));
      }
      events.sort(layout.order().comparator());
      WholeFile.write(
          Path.of(folder, layout.name(run.getKey().getKey())),
          CsvTable.PREFIX + "-" + run.getKey().getValue() + ".csv",
          CsvTable.EVENTS,
          events);
      written.add(Worker.current(), events.size());
    }

    @FinishBundle
    public void report() {
      StageMeter.WRITE.report(written);
    }
  }
}
