package org.partitioners.jobs.beam;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Less generated input than the Flink jobs', for the Direct runner takes its time. */
final class SmallInput implements IDefaultValueProvider {
  private static final Map<String, String> DEFAULTS =
      Map.of("--events", "20000", "--keys", "200", "--parallelism", "4");

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option ? DEFAULTS.get(option.longestName()) : null;
  }
}
