package org.partitioners.benchmarks.maps;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.cli.UsageError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the look-ups. */
@Command(
    name = "maps",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Writes rows in partitions by hash, each a sorted file, with their map; looks up some by key"
          + " and says what that read. Then publishes and loads a map of many ranges.",
      ""
    })
public final class MapsCommand implements Callable<Integer> {
  private static final int MOST_ROWS = 100_000_000;
  private static final int MOST_PARTITIONS = 4096;
  private static final int MOST_RANGES = 4_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "64",
      description = "And files. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "1000",
      description = "To look up, at random. Default: ${DEFAULT-VALUE}.")
  private int keys;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed, other keys. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--ranges",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Of the large map. Default: ${DEFAULT-VALUE}.")
  private int ranges;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the data set and both maps, empty or not there.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    requireUpTo("--rows", rows, MOST_ROWS);
    requireUpTo("--partitions", partitions, MOST_PARTITIONS);
    requireUpTo("--keys", keys, MOST_ROWS);
    requireUpTo("--ranges", ranges, MOST_RANGES);
    Path folder = emptyFolder();
    ProgressLine progress = ProgressLine.onStderr();
    try {
      progress.show("writing");
      long start = System.nanoTime();
      DataSet data = DataSet.write(folder.resolve("rows"), rows, partitions);
      long written = System.nanoTime();
      progress.show("looking up");
      LookUps lookUps = data.ask(keys, seed);
      long asked = System.nanoTime();
      progress.show("publishing a large map");
      RangesMap map = RangesMap.publishAndLoad(folder.resolve("ranges"), ranges);
      progress.finish("wrote " + folder);
      tell(data, written - start, lookUps, asked - written, map);
    } catch (IOException e) {
      throw JobFailure.because("--output " + folder, e);
    }
    return 0;
  }

  private static void requireUpTo(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UsageError(option + ": " + value + " not in [1.." + most + "]");
    }
  }

  private Path emptyFolder() {
    if (output == null) {
      throw new IllegalStateException("--output is required");
    }
    Path folder = output.toAbsolutePath().normalize();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new UsageError("--output: " + folder + " is not empty; choose another folder");
        }
      } catch (IOException e) {
        throw new UsageError("--output: " + folder + " is no folder that can be listed", e);
      }
    }
    return folder;
  }

  private void tell(
      DataSet data, long writingNanos, LookUps lookUps, long askingNanos, RangesMap map) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%d rows, %d bytes, in %d sorted files, one a partition, written in %.1f s%n"
            + "%d look-ups in %.2f s%n%s"
            + "1/%d of all bytes: %d%n"
            + "a map of %d ranges, %d bytes: published in %.2f s, loaded in %.2f s%n",
        data.rows(),
        data.bytes(),
        data.partitions(),
        writingNanos / 1e9,
        lookUps.count(),
        askingNanos / 1e9,
        lookUps,
        data.partitions(),
        data.bytes() / data.partitions(),
        map.ranges(),
        map.bytes(),
        map.publishedNanos() / 1e9,
        map.loadedNanos() / 1e9);
    out.flush();
  }
}
