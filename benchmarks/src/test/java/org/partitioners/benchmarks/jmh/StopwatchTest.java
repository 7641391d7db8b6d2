package org.partitioners.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.benchmarks.results.Kind;
import org.partitioners.benchmarks.results.Timing;

/** Every benchmark runs, in this JVM and for a moment. */
class StopwatchTest {
  private static final List<Case> CASES = Case.all(List.of(8));

  @ParameterizedTest
  @EnumSource
  void timesACaseOfEachKind(Kind kind) {
    Case it = CASES.stream().filter(each -> each.kind() == kind).findFirst().orElseThrow();
    Timing timing = new Stopwatch(Effort.SMOKE).time(it);
    assertThat(timing.name()).isEqualTo(it.name());
    assertThat(timing.nodes()).isEqualTo(it.nodes());
    assertThat(timing.nanos()).isPositive().isBetween(timing.least(), timing.most());
  }

  @Test
  void countsBytesWhereKeysArePlaced() {
    Case it = new Case(Kind.KEY, "String.format rendezvous", Origin.TEXTBOOK, 8, "String");
    assertThat(new Stopwatch(Effort.SMOKE).time(it).bytes()).isGreaterThan(100);
  }

  @Test
  void saysWhichBenchmarkFailed() {
    Case it = new Case(Kind.LOOKUP, "nobody", Origin.OURS, 8, "hash");
    assertThatThrownBy(() -> new Stopwatch(Effort.SMOKE).time(it))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("lookup: nobody, hash, 8 nodes: the benchmark failed");
  }

  @Test
  void noCaseIsThereTwice() {
    assertThat(CASES).doesNotHaveDuplicates();
  }
}
