package org.partitioners.benchmarks.terasort;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.OptionNames;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.cli.UsageError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the sort. */
@Command(
    name = "terasort",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Sorts generated records of 100 bytes with Flink in this JVM, and checks the result.",
      "Each subtask writes a file; checked are order, number and checksum.",
      ""
    })
public final class TeraSortCommand implements Callable<Integer> {
  private static final int MOST_RECORDS = Integer.MAX_VALUE;
  private static final int MOST_PARTITIONS = 64;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private long records;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of the first; other numbers, other records. Default: ${DEFAULT-VALUE}.")
  private long first;

  @Option(
      names = "--keys",
      paramLabel = "NAME",
      defaultValue = "uniform",
      converter = KeysNames.class,
      description = {
        "uniform; skewed: many with a common beginning, as by gensort -s; or zipf: one key has 6 %% of them.",
        "Default: ${DEFAULT-VALUE}."
      })
  private Keys keys = Keys.UNIFORM;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "4",
      description = "Subtasks of every step, and files. Default: ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      defaultValue = "512",
      description =
          "Memory for sorting, of all subtasks; beyond it, files. Default: ${DEFAULT-VALUE}.")
  private int memory;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the files, part-00000 and so on.")
  private @Nullable Path output;

  @Option(
      names = "--overwrite",
      description = "Replace the files of an earlier run in a folder that is not empty.")
  private boolean overwrite;

  private static final class KeysNames extends OptionNames<Keys> {
    KeysNames() {
      super(Keys.values());
    }
  }

  @Override
  public Integer call() {
    requireIn("--records", records, 1, MOST_RECORDS);
    requireIn("--first", first, 0, Long.MAX_VALUE - MOST_RECORDS);
    requireIn("--parallelism", parallelism, 1, MOST_PARTITIONS);
    requireIn("--memory", memory, 16L * parallelism, 1 << 20);
    Input input = new Input(first, records, keys);
    PartFiles files = prepared();
    ProgressLine progress = ProgressLine.onStderr();
    progress.show("sorting");
    long startNanos = System.nanoTime();
    long startCpu = cpuNanos();
    sort(input, files);
    double cpu = (cpuNanos() - startCpu) / 1e9;
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    progress.show("checking");
    Validation found = checked(files);
    List<String> faults = found.faults(records, input.checksum());
    progress.finish("wrote " + files.folder());
    tell(found, seconds, cpu);
    if (!faults.isEmpty()) {
      throw new JobFailure(files.folder() + ": " + String.join("; ", faults));
    }
    return 0;
  }

  private static void requireIn(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new UsageError(option + ": " + value + " not in [" + min + ".." + max + "]");
    }
  }

  private PartFiles prepared() {
    Path given = output;
    if (given == null) {
      throw new IllegalStateException("--output is required");
    }
    Path folder = given.toAbsolutePath().normalize();
    PartFiles files = new PartFiles(folder);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageError("--output: " + folder + " is a file, not a folder");
    }
    try {
      if (!overwrite && !files.isEmpty()) {
        throw new UsageError(
            "--output: " + folder + " is not empty; choose another folder or add --overwrite");
      }
      Files.createDirectories(folder);
      files.clear();
    } catch (IOException failed) {
      throw new UsageError(
          "--output: cannot write to "
              + folder
              + " ("
              + failed.getMessage()
              + "); choose a folder that can be made and written to",
          failed);
    }
    return files;
  }

  private void sort(Input input, PartFiles files) {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(memory));
    MemorySize network = MemorySize.ofMebiBytes(64 + (long) parallelism * parallelism / 4);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    try {
      SortJob.run(
          StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration),
          input,
          files);
    } catch (Exception failed) {
      throw JobFailure.because("the sort failed", failed);
    }
  }

  private Validation checked(PartFiles files) {
    try {
      return Validation.of(files, parallelism);
    } catch (IOException failed) {
      throw JobFailure.because(files.folder() + " is not as it was written", failed);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private void tell(Validation found, double seconds, double cpu) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "Flink %s, %d records of 100 bytes, keys %s, parallelism %d, %d MiB to sort in%n"
                + "sorted in %.1f s, %.1f s of CPU%n"
                + "files: %d, max/mean %.3f%n"
                + "records: %d%nchecksum: %x%nduplicate keys: %d%nout of order: %d",
            EnvironmentInformation.getVersion(),
            records,
            keys,
            parallelism,
            memory,
            seconds,
            cpu,
            found.load().numPartitions(),
            found.load().maxOverMean(),
            found.load().total(),
            found.checksum(),
            found.duplicateKeys(),
            found.unordered()));
  }
}
