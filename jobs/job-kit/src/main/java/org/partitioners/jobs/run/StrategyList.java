package org.partitioners.jobs.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.partitioners.jobs.cli.OptionNames;
import picocli.CommandLine.ITypeConverter;

/** The strategies of a job in the order they were named, each once; the first is the baseline. */
public record StrategyList<E extends Enum<E>>(List<E> strategies) {

  /** Reads {@code naive,salt-hot} or {@code all}. */
  public abstract static class Converter<E extends Enum<E>>
      implements ITypeConverter<StrategyList<E>> {
    private final List<E> all;
    private final OptionNames<E> names;

    /**
     * @param all the strategies in the order that {@code all} means
     */
    protected Converter(E[] all) {
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
