package org.partitioners.jobs.report;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A job's runs over one input, one run per strategy; the first is the baseline of the others.
 *
 * @param job the job's name, such as {@code celebrity}; not blank
 * @param input what was read
 * @param parallelism subtasks of the aggregating stages, at least 1
 * @param runs the runs in the order they were asked for; at least one, no strategy twice
 * @param engine what ran the job, such as {@code Apache Flink 2.3.0, embedded}; not blank
 * @param command the command line that runs it again; not blank
 */
public record JobReport(
    String job,
    InputSummary input,
    int parallelism,
    List<RunReport> runs,
    String engine,
    String command) {

  public JobReport {
    Checks.notBlank("job", job);
    requireNonNull(input, "input");
    Checks.atLeast("parallelism", parallelism, 1);
    runs = List.copyOf(requireNonNull(runs, "runs"));
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs: none; a report has at least one");
    }
    Set<String> strategies = new HashSet<>();
    for (RunReport run : runs) {
      if (!strategies.add(run.strategy())) {
        throw new IllegalArgumentException("runs: strategy " + run.strategy() + " appears twice");
      }
    }
    Checks.notBlank("engine", engine);
    Checks.notBlank("command", command);
  }

  /**
   * Reads what {@link #toJson()} wrote. Fields it does not know are ignored, derived ones computed
   * anew.
   *
   * @throws IllegalArgumentException if the text is no JSON or a field is missing or out of range;
   *     the message names the field
   */
  public static JobReport parse(String json) {
    return ReportReader.read(json);
  }

  /** This report as indented JSON, ending in a line feed; the same text for equal reports. */
  public String toJson() {
    return ReportWriter.write(this);
  }

  /** The run that the others are compared with: the first. */
  public RunReport baseline() {
    return runs.get(0);
  }

  /** How many times as fast as the baseline {@code run} was. */
  public double speedUp(RunReport run) {
    return run.speedUp(baseline());
  }

  /** Whether {@code run} counted exactly what the baseline counted. */
  public boolean sameCounts(RunReport run) {
    return run.countsChecksum().equals(baseline().countsChecksum())
        && run.events() == baseline().events();
  }

  /** Whether every strategy counted the same. */
  public boolean countsIdentical() {
    return runs.stream().allMatch(this::sameCounts);
  }

  /** Whether counted, late and rejected rows of {@code run} make up all rows read. */
  public boolean accountsForAllRows(RunReport run) {
    return run.rows() == input.rows();
  }
}
