package org.partitioners.jobs.beam;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;
import org.partitioners.jobs.events.CsvFormat;
import org.partitioners.jobs.events.CsvRows;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.FileStart;
import org.partitioners.jobs.events.InputOpener;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.events.RowGenerator;
import org.partitioners.jobs.run.EventInput;

/**
 * The beginning of every job: rows become keys with times; late and rejected ones go aside. A
 * generator's rows are made range by range; a file is read by one worker.
 */
final class ReadRows extends PTransform<PBegin, PCollectionTuple> {
  static final TupleTag<String> KEYS = new TupleTag<>("keys") {};
  static final TupleTag<Row.Late> LATE = new TupleTag<>("late") {};
  static final TupleTag<Row.Rejected> REJECTED = new TupleTag<>("rejected") {};

  private static final long serialVersionUID = 1L;

  /** Runners deal parts out at random: the more there are, the more even. */
  private static final int RANGES_PER_SUBTASK = 64;

  private final ArrayList<Part> parts;
  private final boolean aside;

  private ReadRows(List<Part> parts, boolean aside) {
    this.parts = new ArrayList<>(parts);
    this.aside = aside;
  }

  static ReadRows of(EventInput input, InputSurvey survey, int parallelism) {
    List<Part> parts = new ArrayList<>();
    if (input instanceof EventInput.Csv csv) {
      for (FileStart start : survey.fileStarts()) {
        parts.add(new CsvPart(csv.store(), start, csv.format(), csv.lateness()));
      }
    } else if (input instanceof EventInput.Generated generated) {
      RowGenerator rows = generated.generator();
      int ranges = RANGES_PER_SUBTASK * parallelism;
      for (int i = 0; i < ranges; i++) {
        parts.add(new GeneratedPart(rows, bound(rows, i, ranges), bound(rows, i + 1, ranges)));
      }
    }
    return new ReadRows(parts, false);
  }

  /**
   * Also gives out late and rejected rows, which must be read then. Where only one of several
   * outputs is read, the Spark runner takes the elements of all for its elements.
   */
  ReadRows withLeftovers() {
    return new ReadRows(parts, true);
  }

  private static long bound(RowGenerator rows, int part, int parts) {
    return rows.events() / parts * part + Math.min(part, rows.events() % parts);
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    PCollectionTuple rows =
        begin
            .apply(
                "Parts",
                Create.of(IntStream.range(0, parts.size()).boxed().toList())
                    .withCoder(VarIntCoder.of()))
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply(
                "Read",
                ParDo.of(new ReadFn(parts, aside))
                    .withOutputTags(KEYS, TupleTagList.of(LATE).and(REJECTED)));
    rows.get(LATE).setCoder(new AsideCoder.Late());
    rows.get(REJECTED).setCoder(new AsideCoder.Rejected());
    return rows;
  }

  /** What one worker reads. */
  private sealed interface Part extends Serializable {
    void read(Rows out) throws IOException;
  }

  private record GeneratedPart(RowGenerator rows, long from, long to) implements Part {
    @Override
    public void read(Rows out) {
      for (long index = from; index < to; index++) {
        out.add(rows.row(index));
      }
    }
  }

  private record CsvPart(InputOpener opener, FileStart start, CsvFormat format, Lateness lateness)
      implements Part {
    @Override
    public void read(Rows out) throws IOException {
      try (CsvRows rows = CsvRows.open(opener, start, format, lateness)) {
        for (Row row = rows.next(); row != null; row = rows.next()) {
          out.add(row);
        }
      }
    }
  }

  /** Takes rows. */
  private interface Rows {
    void add(Row row);
  }

  private static final class ReadFn extends DoFn<Integer, String> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<Part> parts;
    private final boolean aside;

    ReadFn(List<Part> parts, boolean aside) {
      this.parts = new ArrayList<>(parts);
      this.aside = aside;
    }

    @ProcessElement
    public void read(@Element Integer part, MultiOutputReceiver out) throws IOException {
      parts.get(part).read(row -> add(row, out));
    }

    private void add(Row row, MultiOutputReceiver out) {
      if (row instanceof Event event) {
        out.get(KEYS).outputWithTimestamp(event.key(), Instant.ofEpochMilli(event.timestamp()));
      } else if (aside && row instanceof Row.Late late) {
        out.get(LATE).output(late);
      } else if (aside && row instanceof Row.Rejected rejected) {
        out.get(REJECTED).output(rejected);
      }
    }
  }
}
