package org.partitioners.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.partitioners.benchmarks.page.PageFiles;
import org.partitioners.benchmarks.results.Results;
import org.partitioners.benchmarks.results.ResultsFile;
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
    sortOptions = false)
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
      description = "where results go, or are (default: docs/benchmarks of this repository)")
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
    ProgressLine progress = ProgressLine.onStderr();
    try {
      Results results = render ? stored() : measured(progress);
      PageFiles.write(results, output);
    } catch (IOException e) {
      throw JobFailure.because("--output " + output, e);
    }
    progress.finish("wrote " + output.resolve(PageFiles.PAGE));
    return 0;
  }

  private Results stored() throws IOException {
    if (!Files.exists(output.resolve(ResultsFile.NAME))) {
      throw new UsageError(
          "--render: " + output + " has no " + ResultsFile.NAME + "; measure first, without it");
    }
    return ResultsFile.read(output);
  }

  /** Fails before it measures, not after, where nothing can be written. */
  private Results measured(ProgressLine progress) throws IOException {
    Files.createDirectories(output);
    if (!Files.isWritable(output)) {
      throw new UsageError("--output: " + output + " is not writable; choose another folder");
    }
    Profile profile = quick ? Profile.QUICK : Profile.FULL;
    Results results = new Measuring(profile, progress).run(System.getProperty(COMMIT, "unknown"));
    ResultsFile.write(results, output);
    return results;
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
