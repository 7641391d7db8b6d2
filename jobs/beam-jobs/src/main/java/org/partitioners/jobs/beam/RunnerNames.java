package org.partitioners.jobs.beam;

import org.partitioners.jobs.cli.OptionNames;

/** {@code flink-cluster} and its siblings, as the command line writes them. */
final class RunnerNames extends OptionNames<Runner> {
  RunnerNames() {
    super(Runner.values());
  }
}
