package org.partitioners.benchmarks.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToIntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.partitioners.benchmarks.contenders.Contenders;

/** Places random hashes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class LookupBenchmark {

  @Param("modulo")
  String name;

  @Param("64")
  int nodes;

  private LongToIntFunction placement;
  private long[] hashes;
  private int start;

  @Setup
  public void make() {
    placement = Contenders.named(name).ofHashes(Contenders.nodes(nodes)).orElseThrow();
    hashes = new SplittableRandom(1).longs(Batch.KEYS).toArray();
  }

  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public void place(Blackhole places) {
    int end = start + Batch.SIZE;
    for (int i = start; i < end; i++) {
      places.consume(placement.applyAsInt(hashes[i]));
    }
    start = Batch.after(start);
  }
}
