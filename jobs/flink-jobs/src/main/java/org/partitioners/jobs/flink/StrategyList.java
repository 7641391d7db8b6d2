package org.partitioners.jobs.flink;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.partitioners.jobs.cli.OptionNames;
import picocli.CommandLine.ITypeConverter;

/** The strategies of a job in the order they were named, each once; the first is the baseline. */
record StrategyList(List<Strategy> strategies) {

  /** Reads {@code naive,salt-hot} or {@code all}. */
  static final class Converter implements ITypeConverter<StrategyList> {
    private final OptionNames<Strategy> names = new OptionNames<>(Strategy.values());

    @Override
    public StrategyList convert(String value) {
      Set<Strategy> chosen = new LinkedHashSet<>();
      for (String name : value.split(",", -1)) {
        if (name.strip().equals("all")) {
          chosen.addAll(List.of(Strategy.values()));
        } else {
          chosen.add(names.convert(name));
        }
      }
      return new StrategyList(List.copyOf(chosen));
    }
  }
}
