package org.partitioners.jobs.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void remembersWhereRecordsWereCounted() {
    Tally tally = tally(3, 3, 1);

    assertThat(tally.count()).isEqualTo(3);
    assertThat(counts(tally.added())).containsExactly(Map.entry(1, 1L), Map.entry(3, 2L));
    assertThat(counts(tally.merged())).isEmpty();
  }

  @Test
  void countsThePartsWhereTheyComeTogether() {
    Tally whole = TallyFn.tallies().mergeAccumulators(List.of(tally(0), tally(1, 1), new Tally()));

    Tally done = whole.completedOn(7);
    assertThat(done.count()).isEqualTo(3);
    assertThat(counts(done.merged())).containsExactly(Map.entry(7, 2L));

    done.merge(tally(2));
    assertThat(counts(done.completedOn(4).merged()))
        .as("what was complete is one part")
        .containsExactly(Map.entry(4, 2L), Map.entry(7, 2L));
  }

  @Test
  void isTheSameAfterItsCoder() throws Exception {
    Tally tally = tally(0, 5, 5, 300).completedOn(2);

    Tally copy =
        CoderUtils.decodeFromByteArray(
            Tally.CODER, CoderUtils.encodeToByteArray(Tally.CODER, tally));

    assertThat(counts(copy.added())).isEqualTo(counts(tally.added())).hasSize(3);
    assertThat(counts(copy.merged())).isEqualTo(counts(tally.merged()));
    assertThat(counts(copy.completedOn(9).merged())).containsEntry(9, 1L);
  }

  private static Tally tally(int... workers) {
    Tally tally = new Tally();
    for (int worker : workers) {
      tally.add(worker);
    }
    return tally;
  }

  private static Map<Integer, Long> counts(WorkerCounts counts) {
    Map<Integer, Long> found = new TreeMap<>();
    counts.forEach((worker, count) -> found.merge(worker, count, Long::sum));
    return found;
  }
}
