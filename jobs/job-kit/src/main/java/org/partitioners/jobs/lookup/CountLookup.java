package org.partitioners.jobs.lookup;

import java.io.IOException;
import java.util.Comparator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.partitioners.hadoop.Answer;
import org.partitioners.hadoop.LineFormat;
import org.partitioners.hadoop.PartitionedReader;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.layout.CountLine;
import org.partitioners.jobs.run.CsvTable;

/** Finds counts by their keys. */
record CountLookup(PartitionedReader<String, CountLine> reader, long partitions)
    implements DataLookup {
  private static final Comparator<String> ORDER = Comparator.naturalOrder();
  private static final Comparator<CountLine> BY_WINDOW =
      Comparator.comparing(CountLine::key).thenComparing(CountLine::windowStart);

  static CountLookup in(Path data) throws IOException {
    return new CountLookup(
        PartitionedReader.of(
            data,
            new Configuration(),
            DataMaps.in(data),
            LineFormat.sorted(CountLine::parse, CountLine::key, ORDER)
                .withHeader(CsvTable.COUNTS.header())),
        DataMaps.partitions(data));
  }

  @Override
  public Answer<CountLine> find(@Nullable String key, @Nullable String from, @Nullable String to)
      throws IOException {
    if (key != null && from != null) {
      throw new UsageError("--key: the data is by key alone; leave out --from and --to");
    }
    return sorted(
        from == null || to == null
            ? reader.get(String.valueOf(key))
            : DataMaps.range(reader, ORDER, from, to));
  }

  private static Answer<CountLine> sorted(Answer<CountLine> found) {
    return new Answer<>(found.records().stream().sorted(BY_WINDOW).toList(), found.touched());
  }

  @Override
  public String header() {
    return CsvTable.COUNTS.header();
  }
}
