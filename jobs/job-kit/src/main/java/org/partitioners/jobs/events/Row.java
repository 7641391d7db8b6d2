package org.partitioners.jobs.events;

import java.io.Serializable;

/** What a record of the input became: exactly one of its three forms. */
public sealed interface Row extends Serializable permits Event, Row.Late, Row.Rejected {

  /**
   * A readable row whose window was already closed when it came.
   *
   * @param file the file it is in
   * @param line the line, from 1, where the record starts
   * @param key its key
   * @param timestamp its time in epoch milliseconds
   * @param watermark the watermark it met, at or past the last millisecond of its window
   */
  record Late(String file, long line, String key, long timestamp, long watermark) implements Row {}

  /**
   * A record that could not be read.
   *
   * @param file the file it is in
   * @param line the line, from 1, where the record starts
   * @param reason what was found and what was expected, on one line
   * @param text the beginning of the record as it stands in the file
   */
  record Rejected(String file, long line, String reason, String text) implements Row {}
}
