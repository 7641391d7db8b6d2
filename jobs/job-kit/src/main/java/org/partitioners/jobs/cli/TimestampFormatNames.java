package org.partitioners.jobs.cli;

import org.partitioners.jobs.events.TimestampFormat;

/** {@code epoch-seconds} and its siblings, as the command line writes them. */
final class TimestampFormatNames extends OptionNames<TimestampFormat> {
  TimestampFormatNames() {
    super(TimestampFormat.values());
  }
}
