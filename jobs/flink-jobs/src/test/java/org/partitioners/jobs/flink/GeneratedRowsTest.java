package org.partitioners.jobs.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.junit.jupiter.api.Test;
import org.partitioners.jobs.events.EventGenerator;

class GeneratedRowsTest {
  private final List<String> answers = new ArrayList<>();

  @Test
  void aQuickReaderIsNotGivenTheRangeOfASlowOne() throws Exception {
    try (var ranges = source(10, 3).createEnumerator(context())) {
      ranges.handleSplitRequest(1, null);
      ranges.handleSplitRequest(1, null);
      ranges.handleSplitRequest(0, null);
      ranges.handleSplitRequest(2, null);
    }

    assertThat(answers).containsExactly("1: 4..6", "1: none", "0: 0..3", "2: 7..9");
  }

  @Test
  void aReaderThatFailedFindsItsRangeAgain() throws Exception {
    GeneratedRows source = source(10, 3);
    Collection<NumberSequenceSplit> left;
    try (var ranges = source.createEnumerator(context())) {
      ranges.handleSplitRequest(0, null);
      ranges.addSplitsBack(List.of(new NumberSequenceSplit("0", 2, 3)), 0);
      left = ranges.snapshotState(1);
    }
    try (SplitEnumerator<NumberSequenceSplit, ?> ranges =
        source.restoreEnumerator(context(), left)) {
      ranges.handleSplitRequest(2, null);
      ranges.handleSplitRequest(0, null);
    }

    assertThat(answers).containsExactly("0: 0..3", "2: 7..9", "0: 2..3");
  }

  @Test
  void whereEventsAreFewSomeHaveNone() throws Exception {
    try (var ranges = source(1, 2).createEnumerator(context())) {
      ranges.handleSplitRequest(1, null);
      ranges.handleSplitRequest(0, null);
    }

    assertThat(answers).containsExactly("1: none", "0: 0..0");
  }

  private static GeneratedRows source(long events, int parallelism) {
    return GeneratedRows.of(new EventGenerator(events, 10, 1.2, 0.3, 42), parallelism);
  }

  /** Notes what an enumerator answers; it needs no more of its context. */
  @SuppressWarnings("unchecked")
  private SplitEnumeratorContext<NumberSequenceSplit> context() {
    return (SplitEnumeratorContext<NumberSequenceSplit>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SplitEnumeratorContext.class},
            (proxy, method, args) -> {
              switch (method.getName()) {
                case "assignSplit" -> {
                  NumberSequenceSplit range = (NumberSequenceSplit) args[0];
                  answers.add(args[1] + ": " + range.from() + ".." + range.to());
                }
                case "signalNoMoreSplits" -> answers.add(args[0] + ": none");
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return null;
            });
  }
}
