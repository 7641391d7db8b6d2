package org.partitioners.benchmarks.jmh;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import org.partitioners.benchmarks.results.Kind;
import org.partitioners.benchmarks.results.Timing;

/** Has JMH measure cases, one by one and without a word. */
public final class Stopwatch {
  private static final String BYTES_PER_OPERATION = "gc.alloc.rate.norm";

  /** Less than this per operation is the profiler's own: there is no object so small. */
  private static final double NO_BYTES = 0.5;

  private final Effort effort;

  /** Measures with that effort. */
  public Stopwatch(Effort effort) {
    this.effort = effort;
  }

  /**
   * Measures one case.
   *
   * @throws IllegalStateException if the benchmark fails
   */
  public Timing time(Case it) {
    ChainedOptionsBuilder options = effort.options().include(benchmark(it.kind()));
    options.param("name", it.name());
    if (it.kind() != Kind.HASH) {
      options.param("nodes", Integer.toString(it.nodes()));
    }
    if (it.kind() == Kind.KEY || it.kind() == Kind.HASH) {
      options.param("keyType", it.keys());
    }
    if (countsBytes(it.kind())) {
      options.addProfiler(GCProfiler.class);
    }
    options.timeUnit(TimeUnit.NANOSECONDS);
    try {
      return timing(it, new Runner(options.build(), silent()).runSingle());
    } catch (RunnerException e) {
      throw new IllegalStateException(it + ": the benchmark failed", e);
    }
  }

  private static Timing timing(Case it, RunResult result) {
    Statistics nanos = result.getPrimaryResult().getStatistics();
    Result<?> bytes = result.getSecondaryResults().get(BYTES_PER_OPERATION);
    return new Timing(
        it.kind(),
        it.name(),
        it.origin(),
        it.nodes(),
        it.keys(),
        medianOfBestFork(result),
        nanos.getMin(),
        nanos.getMax(),
        bytes == null ? null : bytes.getScore() < NO_BYTES ? 0 : bytes.getScore());
  }

  /** Forks differ in what the compiler makes of the code, and in what else the machine does. */
  private static double medianOfBestFork(RunResult result) {
    return result.getBenchmarkResults().stream()
        .mapToDouble(fork -> fork.getPrimaryResult().getStatistics().getPercentile(50))
        .min()
        .orElseThrow();
  }

  private static String benchmark(Kind kind) {
    Class<?> type =
        switch (kind) {
          case LOOKUP -> LookupBenchmark.class;
          case KEY -> KeyBenchmark.class;
          case HASH -> HashBenchmark.class;
          case ROUTING -> RoutingBenchmark.class;
          case BUILD -> BuildBenchmark.class;
        };
    return type.getName().replace(".", "\\.") + "\\..*";
  }

  /** Where neither the fresh keys nor the result itself would be counted in. */
  private static boolean countsBytes(Kind kind) {
    return kind == Kind.LOOKUP || kind == Kind.KEY || kind == Kind.HASH;
  }

  private static OutputFormat silent() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT);
  }
}
