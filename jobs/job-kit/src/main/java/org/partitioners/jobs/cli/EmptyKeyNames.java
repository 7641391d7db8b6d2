package org.partitioners.jobs.cli;

import org.partitioners.jobs.events.EmptyKey;

/** {@code keep} and {@code reject}. */
final class EmptyKeyNames extends OptionNames<EmptyKey> {
  EmptyKeyNames() {
    super(EmptyKey.values());
  }
}
