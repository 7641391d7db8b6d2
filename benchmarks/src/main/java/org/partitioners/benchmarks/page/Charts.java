package org.partitioners.benchmarks.page;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.partitioners.benchmarks.contenders.KeyHash;
import org.partitioners.benchmarks.contenders.KeyType;
import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.benchmarks.page.DotChart.Dot;
import org.partitioners.benchmarks.page.LineChart.Series;
import org.partitioners.benchmarks.results.Balance;
import org.partitioners.benchmarks.results.Kind;
import org.partitioners.benchmarks.results.Results;
import org.partitioners.benchmarks.results.Timing;

/** The page's charts, by the names of their files. */
final class Charts {
  static final String LOOKUPS = "lookups.svg";
  static final String KEYS = "keys.svg";
  static final String BALANCE = "balance.svg";
  static final String HASHES = "hashes.svg";

  /** Balances beyond are drawn at the edge, with their figures. */
  private static final double MOST_UNEVEN = 1.5;

  private static final Map<Origin, String> HASH_LEGEND =
      Map.of(Origin.OURS, "offered by HashAlgorithm", Origin.LIBRARY, "others");

  private final Results results;

  private Charts(Results results) {
    this.results = results;
  }

  static Map<String, String> of(Results results) {
    Charts charts = new Charts(results);
    Map<String, String> files = new LinkedHashMap<>();
    files.put(LOOKUPS, charts.lookups());
    files.put(KEYS, charts.keys());
    files.put(BALANCE, charts.balance());
    files.put(HASHES, charts.hashes());
    return files;
  }

  private String lookups() {
    Map<String, Series> series = new LinkedHashMap<>();
    for (Timing timing : results.timings(Kind.LOOKUP)) {
      series
          .computeIfAbsent(
              timing.name(), name -> new Series(name, timing.origin(), new TreeMap<>()))
          .nanos()
          .put(timing.nodes(), timing.nanos());
    }
    return LineChart.render(
        "Time of a look-up",
        "Placing random hashes, over the number of nodes.",
        List.copyOf(series.values()));
  }

  private String keys() {
    List<Timing> timings =
        results.timings(Kind.KEY).stream()
            .filter(it -> it.keys().equals(KeyType.STRINGS.name()))
            .sorted(Comparator.comparingDouble(Timing::nanos))
            .toList();
    return DotChart.render(
        "Placing a String",
        "16 characters, 64 nodes: hash and look-up together, and what is allocated.",
        Scale.decades(least(timings), most(timings)),
        Units::roundTime,
        timings.stream()
            .map(it -> new Dot(it.name(), it.origin(), it.nanos(), Page.timeAndBytes(it)))
            .toList());
  }

  private String balance() {
    return DotChart.render(
        "The busiest node",
        "Its load over the mean, 64 nodes: the nearer to 1 the better. What is sampled holds some chance.",
        Scale.linear(1, MOST_UNEVEN),
        tick -> String.format(Locale.ROOT, "%.1f", tick),
        results.balances().stream()
            .sorted(Comparator.comparingDouble(Balance::maxOverMean))
            .map(it -> new Dot(Labels.balance(it), it.origin(), it.maxOverMean(), words(it)))
            .toList());
  }

  private static String words(Balance balance) {
    String load = Units.load(balance.maxOverMean());
    return (balance.maxOverMean() > MOST_UNEVEN ? "→ " : "")
        + load
        + (balance.exact() ? "" : " sampled");
  }

  private String hashes() {
    List<Timing> timings =
        results.timings(Kind.HASH).stream()
            .filter(it -> it.keys().equals(KeyHash.LONGER_STRINGS))
            .sorted(Comparator.comparingDouble(Timing::nanos))
            .toList();
    return DotChart.render(
        "Hashing a String",
        "16 to 32 characters, and what is allocated.",
        Scale.decades(least(timings), most(timings)),
        Units::roundTime,
        timings.stream()
            .map(it -> new Dot(Labels.hash(it), it.origin(), it.nanos(), Page.timeAndBytes(it)))
            .toList(),
        HASH_LEGEND);
  }

  private static double least(Collection<Timing> timings) {
    return timings.stream().mapToDouble(Timing::nanos).min().orElse(1);
  }

  private static double most(Collection<Timing> timings) {
    return timings.stream().mapToDouble(Timing::nanos).max().orElse(10);
  }
}
