package org.partitioners.jobs.report;

import static org.partitioners.jobs.report.Table.bar;
import static org.partitioners.jobs.report.Table.cell;

import java.util.ArrayList;
import java.util.List;
import org.partitioners.PartitionLoad;

/** The report's tables with a row per strategy. */
final class RunTables {
  private final JobReport report;

  RunTables(JobReport report) {
    this.report = report;
  }

  /** Throughput as bars, with the speed-up over the baseline. */
  Element speed() {
    double fastest =
        report.runs().stream().mapToDouble(RunReport::recordsPerSecond).max().orElse(0);
    Table table =
        new Table("On the clock; speed-up over " + report.baseline().strategy())
            .words("Strategy")
            .bars("")
            .numbers("Records/s")
            .numbers("Speed-up");
    for (RunReport run : report.runs()) {
      double rate = run.recordsPerSecond();
      table.row(
          cell(run.strategy()),
          bar(fastest == 0 ? 0 : rate / fastest, "bar"),
          cell(Figures.rounded(Math.round(rate))),
          cell(Figures.ratio(report.speedUp(run))));
    }
    return table.element();
  }

  /** Everything measured on a run's busiest stage. */
  Element summary() {
    boolean files = Finding.isOfFiles(report);
    Table table =
        new Table("Balance of each strategy's stage with the busiest subtask")
            .words("Strategy")
            .numbers("Time")
            .numbers("Records/s")
            .numbers("Speed-up")
            .numbers("Max/mean");
    if (files) {
      table.numbers("By slice").numbers("Worst slice");
    }
    table
        .numbers("Imbalance")
        .numbers("Skew score")
        .numbers("Idle")
        .words(files ? "Files" : "Counts")
        .numbers("Events")
        .numbers("Late")
        .numbers("Rejected");
    for (RunReport run : report.runs()) {
      PartitionLoad load = run.headline().load();
      List<Element> cells = new ArrayList<>();
      cells.add(cell(run.strategy()));
      cells.add(cell(Figures.duration(run.wallMillis())));
      cells.add(cell(Figures.rounded(Math.round(run.recordsPerSecond()))));
      cells.add(cell(Figures.ratio(report.speedUp(run))));
      cells.add(ratio(load));
      if (files) {
        cells.add(ratio(run.meanSliceMaxOverMean()));
        cells.add(ratio(run.maxSliceMaxOverMean()));
      }
      cells.add(cell(Figures.percent(load.imbalance())));
      cells.add(cell(Figures.score(load.skewScore())));
      cells.add(cell(load.idle() + " of " + load.numPartitions()));
      cells.add(counts(run));
      cells.add(cell(Figures.exact(run.events())));
      cells.add(cell(Figures.exact(run.late())));
      cells.add(cell(Figures.exact(run.rejected())));
      table.row(cells.toArray(Element[]::new));
    }
    return table.element();
  }

  /** Whether a run has a stage that the summary leaves out. */
  boolean hasSeveralStages() {
    return report.runs().stream().anyMatch(run -> run.stages().size() > 1);
  }

  /** Every stage of every run. */
  Element stages() {
    Table table =
        new Table("Every aggregating stage, in the order records pass them")
            .words("Strategy")
            .words("Stage")
            .words("Work")
            .numbers("Records")
            .numbers("Busiest")
            .numbers("Max/mean")
            .numbers("Imbalance")
            .numbers("Skew score")
            .numbers("Idle");
    for (RunReport run : report.runs()) {
      for (StageLoad stage : run.stages()) {
        PartitionLoad load = stage.load();
        table.row(
            cell(run.strategy()),
            cell(stage.name()),
            cell(stage.work() == Work.PER_RECORD ? "per record" : "merges partials"),
            cell(Figures.exact(load.total())),
            cell(Figures.percent(stage.busiestShare())),
            // A few merged partials hold nobody up, however unevenly they fall.
            stage.work() == Work.PER_RECORD ? ratio(load) : cell(Figures.ratio(load)),
            cell(Figures.percent(load.imbalance())),
            cell(Figures.score(load.skewScore())),
            cell(load.idle() + " of " + load.numPartitions()));
      }
    }
    return table.element();
  }

  private static Element ratio(double ratio) {
    String text = Figures.ratio(ratio);
    return ratio >= Finding.SKEWED ? cell(text, "hot") : cell(text);
  }

  private static Element ratio(PartitionLoad load) {
    String ratio = Figures.ratio(load);
    return load.maxOverMean() >= Finding.SKEWED ? cell(ratio, "hot") : cell(ratio);
  }

  private Element counts(RunReport run) {
    if (run.equals(report.baseline())) {
      return cell("baseline", "muted");
    }
    return report.sameCounts(run) ? cell("✓ identical") : cell("✗ differ", "hot");
  }
}
