package org.partitioners.examples.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.partitioners.examples.flink.ShuffleByRange.Stored;
import org.partitioners.examples.flink.SortByRange.Written;

/** Runs the examples of ranges and compares their results with what their input says. */
class RangeExamplesITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @RegisterExtension final SharedObjectsExtension shared = SharedObjectsExtension.create();

  @Test
  void sortByRange() throws Exception {
    SharedReference<ConcurrentLinkedQueue<Written>> results =
        shared.add(new ConcurrentLinkedQueue<>());
    new SortByRange(SortByRange.words(9_000), new CollectingSink<>(results)).execute();

    List<String> written = new ArrayList<>();
    for (int subtask = 0; subtask < 4; subtask++) {
      int s = subtask;
      List<String> part =
          results.get().stream().filter(w -> w.subtask() == s).map(Written::word).toList();
      assertThat(part).hasSizeBetween(2_150, 2_350);
      written.addAll(part);
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      expected.add(i % 3 == 0 ? "the" : "word-" + i * 7_919L % 1_009);
    }
    expected.sort(null);
    assertThat(written).isEqualTo(expected);
  }

  @Test
  void shuffleByRange() throws Exception {
    SharedReference<ConcurrentLinkedQueue<Stored>> results =
        shared.add(new ConcurrentLinkedQueue<>());
    new ShuffleByRange(ShuffleByRange.sensors(20_000), new CollectingSink<>(results)).execute();

    assertThat(results.get()).hasSize(20_000);
    assertThat(results.get()).extracting(Stored::sensor).contains(7L, 1L, 999L);
    // The first quarter goes round, the last by ranges, which are in the order of subtasks.
    List<Stored> last = List.copyOf(results.get()).subList(18_000, 20_000);
    assertThat(last).extracting(Stored::subtask).contains(0, 1, 2, 3);
    assertThat(
            last.stream()
                .sorted(Comparator.comparing(Stored::subtask).thenComparing(Stored::sensor)))
        .extracting(Stored::sensor)
        .isSorted();
  }
}
