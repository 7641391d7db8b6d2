package org.partitioners.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.partitioners.benchmarks.jmh.MachineLock;
import org.partitioners.benchmarks.maps.MapsCommand;
import org.partitioners.benchmarks.page.PageFiles;
import org.partitioners.benchmarks.results.Results;
import org.partitioners.benchmarks.results.ResultsFile;
import org.partitioners.benchmarks.terasort.TeraSortCommand;
import org.partitioners.jobs.cli.JobCommandLine;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.cli.UsageError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The command behind {@code benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Measures the partitioners beside other libraries in one run, and writes results.json and a"
          + " page with charts.",
      "Give it a machine that does nothing else: compare ratios, for times drift."
    },
    sortOptions = false,
    subcommands = {TeraSortCommand.class, MapsCommand.class})
public final class Main implements Callable<Integer> {

  /** System property: where results go unless told otherwise. */
  static final String OUTPUT = "benchmarks.output";

  /** System property: the commit that is measured. */
  static final String COMMIT = "benchmarks.commit";

  @Option(
      names = "--quick",
      description = "an impression in less than five minutes; without it, most of an hour")
  boolean quick;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "${sys:" + OUTPUT + ":-docs/benchmarks}",
      showDefaultValue = Help.Visibility.NEVER,
      description = {
        "where results go, or are (default: docs/benchmarks of this repository); README.md is"
            + " written over only if it was made by this command"
      })
  Path output = Path.of("docs/benchmarks");

  @Option(
      names = "--render",
      description = "measures nothing: makes the page anew from the results.json that is there")
  boolean render;

  /** Exits with 0 for success, 1 for failure, 2 for bad usage. */
  public static void main(String[] args) {
    System.exit(JobCommandLine.execute(new Main(), args));
  }

  @Override
  public Integer call() {
    if (quick && render) {
      throw new UsageError("--quick: --render measures nothing; give one of the two");
    }
    Path folder = output.toAbsolutePath().normalize();
    ProgressLine progress = ProgressLine.onStderr();
    try {
      check(folder);
      Results results = render ? stored(folder) : measured(folder, progress);
      PageFiles.write(results, folder);
    } catch (IOException e) {
      throw JobFailure.because("--output " + folder, e);
    }
    progress.finish("wrote " + folder.resolve(PageFiles.PAGE));
    return 0;
  }

  private static void check(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageError("--output: " + folder + " is a file, not a folder");
    }
    if (PageFiles.isForeign(folder)) {
      throw new UsageError(
          "--output: "
              + folder.resolve(PageFiles.PAGE)
              + " was not made by benchmarks/run; choose another folder, or move it away");
    }
  }

  private static Results stored(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(ResultsFile.NAME))) {
      throw new UsageError(
          "--render: " + folder + " has no " + ResultsFile.NAME + "; measure first, without it");
    }
    return ResultsFile.read(folder);
  }

  /** Fails before it measures, not after, where nothing can be written. */
  private Results measured(Path folder, ProgressLine progress) throws IOException {
    Files.createDirectories(folder);
    if (!Files.isWritable(folder)) {
      throw new UsageError("--output: " + folder + " is not writable; choose another folder");
    }
    if (isBusy()) {
      throw new JobFailure("another benchmark is running on this machine; wait for it");
    }
    Profile profile = quick ? Profile.QUICK : Profile.FULL;
    Results results = new Measuring(profile, progress).run(System.getProperty(COMMIT, "unknown"));
    ResultsFile.write(results, folder);
    return results;
  }

  private static boolean isBusy() {
    try {
      return MachineLock.ofJmh().isTaken();
    } catch (IOException e) {
      throw JobFailure.because("JMH's lock file cannot be opened", e);
    }
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"benchmarks " + (version == null ? "unknown" : version)};
    }
  }
}
