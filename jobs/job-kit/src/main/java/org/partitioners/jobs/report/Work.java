package org.partitioners.jobs.report;

/** What a stage does for each record that reaches it, which says how much its balance matters. */
public enum Work {
  /** Works on every record of the input: the balance of this stage decides the job's speed. */
  PER_RECORD("per-record"),

  /** Merges partial results, each standing for many records: far fewer arrive, and cheaply. */
  MERGES_PARTIALS("merges-partials");

  private final String id;

  Work(String id) {
    this.id = id;
  }

  /** The name used in {@code report.json}. */
  public String id() {
    return id;
  }

  static Work ofId(String id) {
    for (Work work : values()) {
      if (work.id.equals(id)) {
        return work;
      }
    }
    throw new IllegalArgumentException("work: " + id + " not in [per-record, merges-partials]");
  }
}
