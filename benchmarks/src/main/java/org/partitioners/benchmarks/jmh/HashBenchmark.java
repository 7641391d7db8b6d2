package org.partitioners.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
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
import org.partitioners.benchmarks.contenders.KeyHash;

/** Hashes keys. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class HashBenchmark {

  @Param("xxh3")
  String name;

  @Param("String")
  String keyType;

  private ToLongFunction<Object> function;
  private Object[] keys;
  private int start;

  @Setup
  public void make() {
    KeyHash hash = KeyHash.named(name, keyType);
    function = hash.function();
    keys = hash.keys(Batch.KEYS);
  }

  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public void hash(Blackhole hashes) {
    int end = start + Batch.SIZE;
    for (int i = start; i < end; i++) {
      hashes.consume(function.applyAsLong(keys[i]));
    }
    start = Batch.after(start);
  }
}
