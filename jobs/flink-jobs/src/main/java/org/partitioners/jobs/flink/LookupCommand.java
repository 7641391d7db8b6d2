package org.partitioners.jobs.flink;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.partitioners.hadoop.Answer;
import org.partitioners.hadoop.Touched;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.layout.DataLine;
import org.partitioners.jobs.lookup.DataLookup;
import org.partitioners.jobs.lookup.DataMaps;
import org.partitioners.jobs.run.FileStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command line that looks up what a job has written. No member has a type of Hadoop's, so that
 * the other commands run without it.
 */
@Command(
    name = "lookup",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Looks up what a job has written, by its partition map.",
      "Counts of celebrity and beam-celebrity, events of timestamp and",
      "beam-timestamp; opens only the partitions that can hold the answer.",
      "Rows go to stdout as CSV, what was read to stderr.",
      ""
    },
    footer = {
      "",
      "All counts of a key, and a day of all sensors:",
      "  lookup --data celebrity-out/salt-hot --key celebrity",
      "  lookup --data timestamp-out/adaptive --from 2026-01-12 --to 2026-01-13"
    })
final class LookupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Folder of a strategy: OUTPUT/STRATEGY.")
  private String data = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = {
        "What to find: of counts a key; of events a sensor where files are sorted by sensor, else",
        "a time, in epoch milliseconds or as 2026-01-05T10:00:00 (UTC)."
      })
  private @Nullable String key;

  @Option(
      names = "--from",
      paramLabel = "A",
      description = {
        "The first to find: of counts a key; of events a time, in epoch milliseconds or as",
        "2026-01-05T10:00:00 (UTC). Where files are sorted by sensor: a time, of all sensors or of",
        "the one that --key names; or a sensor, if neither end is a time."
      })
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "B",
      description = "The one after the last; of the same kind as --from.")
  private @Nullable String to;

  @Override
  public Integer call() {
    if (data.isBlank()) {
      throw new UsageError("--data: is empty; name OUTPUT/STRATEGY");
    }
    if (key == null && from == null && to == null) {
      throw new UsageError("--key: what to find is missing; give --key K, or --from A and --to B");
    }
    if ((from == null) != (to == null)) {
      throw new UsageError((from == null ? "--from" : "--to") + ": is missing; give both ends");
    }
    String folder = FlinkFiles.STORE.resolve("--data", data);
    String obstacle = DataMaps.obstacle(folder);
    if (obstacle != null) {
      throw new JobFailure("--data: cannot read " + FileStore.shown(folder) + ": " + obstacle);
    }
    try {
      print(DataLookup.in(folder));
    } catch (IOException failed) {
      throw new JobFailure(
          "--data: cannot read " + FileStore.shown(folder) + ": " + failed.getMessage(), failed);
    }
    return spec.exitCodeOnSuccess();
  }

  private void print(DataLookup data) throws IOException {
    Answer<? extends DataLine> answer = data.find(key, from, to);
    PrintWriter out = spec.commandLine().getOut();
    out.println(data.header());
    for (DataLine line : answer.records()) {
      out.println(line.text());
    }
    Touched touched = answer.touched();
    spec.commandLine()
        .getErr()
        .println(
            String.format(
                Locale.ROOT,
                "rows: %d; read: partitions: %d of %d, files: %d, bytes: %d",
                answer.records().size(),
                touched.partitions(),
                data.partitions(),
                touched.files(),
                touched.bytes()));
  }
}
