package org.partitioners.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import java.util.function.LongToIntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.partitioners.benchmarks.contenders.Contender;
import org.partitioners.benchmarks.contenders.Contenders;
import org.partitioners.hash.Nodes;

/** Makes partitioners. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class BuildBenchmark {

  @Param("ring")
  String name;

  @Param("64")
  int nodes;

  private Contender contender;
  private Nodes over;

  @Setup
  public void make() {
    contender = Contenders.named(name);
    over = Contenders.nodes(nodes);
  }

  @Benchmark
  public LongToIntFunction build() {
    return contender.ofHashes(over).orElseThrow();
  }
}
