package org.partitioners.jobs.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job read, whatever the strategy.
 *
 * @param description one line for people, such as a path or the generator's settings; not blank
 * @param rows all rows read: counted, late and rejected
 * @param keys distinct keys among the counted rows
 * @param first the least timestamp counted; null when no row was
 * @param last the greatest timestamp counted; null when no row was
 * @param late rows that came after their window had closed
 * @param rejected rows that could not be read
 * @param options the job's options by name, in the order to show them
 */
public record InputSummary(
    String description,
    long rows,
    long keys,
    @Nullable Instant first,
    @Nullable Instant last,
    long late,
    long rejected,
    Map<String, String> options) {

  public InputSummary {
    Checks.notBlank("description", description);
    Checks.atLeast("rows", rows, 0);
    Checks.between("keys", keys, 0, rows);
    Checks.between("late", late, 0, rows);
    Checks.between("rejected", rejected, 0, rows - late);
    if ((first == null) != (last == null)) {
      throw new IllegalArgumentException("first and last: give both or neither");
    }
    if (first != null && last != null && last.isBefore(first)) {
      throw new IllegalArgumentException("last: " + last + " is before first: " + first);
    }
    options = Collections.unmodifiableMap(new LinkedHashMap<>(requireNonNull(options, "options")));
  }

  /** Rows neither late nor rejected. */
  public long events() {
    return rows - late - rejected;
  }
}
