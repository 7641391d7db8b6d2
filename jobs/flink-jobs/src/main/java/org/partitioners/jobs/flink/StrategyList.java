package org.partitioners.jobs.flink;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.partitioners.jobs.cli.OptionNames;
import picocli.CommandLine.ITypeConverter;

/** The strategies of a job in the order they were named, each once; the first is the baseline. */
record StrategyList<E extends Enum<E>>(List<E> strategies) {

  /** Reads {@code naive,salt-hot} or {@code all}. */
  abstract static class Converter<E extends Enum<E>> implements ITypeConverter<StrategyList<E>> {
    private final List<E> all;
    private final OptionNames<E> names;

    Converter(E[] all) {
      this.all = List.of(all);
      this.names = new OptionNames<>(all);
    }

    @Override
    public StrategyList<E> convert(String value) {
      Set<E> chosen = new LinkedHashSet<>();
      for (String name : value.split(",", -1)) {
        if (name.strip().equals("all")) {
          chosen.addAll(all);
        } else {
          chosen.add(names.convert(name));
        }
      }
      return new StrategyList<>(List.copyOf(chosen));
    }
  }
}
