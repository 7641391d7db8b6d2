package org.partitioners.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.partitioners.benchmarks.contenders.Contender;
import org.partitioners.benchmarks.contenders.Contenders;
import org.partitioners.benchmarks.jmh.Case;
import org.partitioners.benchmarks.jmh.Stopwatch;
import org.partitioners.benchmarks.results.Balance;
import org.partitioners.benchmarks.results.Footprint;
import org.partitioners.benchmarks.results.Machine;
import org.partitioners.benchmarks.results.Results;
import org.partitioners.benchmarks.results.Timing;
import org.partitioners.benchmarks.tables.Balancing;
import org.partitioners.benchmarks.tables.Heap;
import org.partitioners.jobs.cli.ProgressLine;

/** One run: memory while the heap is small, then balance, then all timings. */
final class Measuring {
  private static final int NODES = 64;

  private final Profile profile;
  private final ProgressLine progress;
  private final long startNanos = System.nanoTime();

  Measuring(Profile profile, ProgressLine progress) {
    this.profile = profile;
    this.progress = progress;
  }

  Results run(String commit) {
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    List<Footprint> footprints = new ArrayList<>();
    List<Balance> balances = new ArrayList<>();
    for (Contender contender : Contenders.ALL) {
      progress.show("memory: " + contender.name());
      Heap.footprint(contender, NODES).ifPresent(footprints::add);
    }
    Balancing balancing = new Balancing(profile.keys());
    for (Contender contender : Contenders.ALL) {
      progress.show("balance: " + contender.name());
      balances.add(balancing.of(contender));
    }
    List<Timing> timings = timings();
    progress.finish("measured in " + seconds() + " s");
    return new Results(
        profile.name(),
        profile.effort().toString(),
        date,
        commit,
        Machine.current(),
        timings,
        footprints,
        balances);
  }

  private List<Timing> timings() {
    List<Timing> timings = new ArrayList<>();
    List<Case> cases = Case.all(profile.lookupNodes());
    Stopwatch stopwatch = new Stopwatch(profile.effort());
    for (Case it : cases) {
      progress.show((timings.size() + 1) + " of " + cases.size() + ", " + seconds() + " s: " + it);
      timings.add(stopwatch.time(it));
    }
    return timings;
  }

  private long seconds() {
    return (System.nanoTime() - startNanos) / 1_000_000_000;
  }
}
