package org.partitioners.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.partitioners.benchmarks.contenders.Router;
import org.partitioners.benchmarks.contenders.SkewedKeys;

/**
 * Decides where the messages of a skewed stream go. Every key is a new string, as the one that a
 * record has just been read into is: its hash code is not known yet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class RoutingBenchmark {

  @Param("Flink key group")
  String name;

  @Param("64")
  int nodes;

  private ToIntFunction<String> router;
  private String[] stream;
  private final String[] batch = new String[Batch.SIZE];
  private int start;

  @Setup
  public void make() {
    router = Router.named(name).over(nodes);
    stream = SkewedKeys.stream(Batch.KEYS);
  }

  @Setup(Level.Invocation)
  @SuppressWarnings("StringCopy")
  public void read() {
    for (int i = 0; i < Batch.SIZE; i++) {
      batch[i] = new String(stream[start + i].toCharArray());
    }
    start = Batch.after(start);
  }

  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public void route(Blackhole places) {
    for (String key : batch) {
      places.consume(router.applyAsInt(key));
    }
  }
}
