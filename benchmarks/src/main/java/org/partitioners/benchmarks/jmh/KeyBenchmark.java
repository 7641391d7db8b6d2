package org.partitioners.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
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
import org.partitioners.benchmarks.contenders.KeyType;

/** Places keys. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class KeyBenchmark {

  @Param("modulo")
  String name;

  @Param("64")
  int nodes;

  @Param("String")
  String keyType;

  private Over<?> over;

  @Setup
  public void make() {
    over = Over.of(KeyType.named(keyType), name, nodes);
  }

  @Benchmark
  @OperationsPerInvocation(Batch.SIZE)
  public void place(Blackhole places) {
    over.place(places);
  }

  private static final class Over<K> {
    private final ToIntFunction<K> placement;
    private final Object[] keys;
    private int start;

    private Over(ToIntFunction<K> placement, Object[] keys) {
      this.placement = placement;
      this.keys = keys;
    }

    static <K> Over<K> of(KeyType<K> type, String name, int nodes) {
      return new Over<>(
          Contenders.named(name).ofKeys(type, Contenders.nodes(nodes)).orElseThrow(),
          type.keys(Batch.KEYS).toArray());
    }

    @SuppressWarnings("unchecked")
    void place(Blackhole places) {
      int end = start + Batch.SIZE;
      for (int i = start; i < end; i++) {
        places.consume(placement.applyAsInt((K) keys[i]));
      }
      start = Batch.after(start);
    }
  }
}
