package org.partitioners.benchmarks.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.partitioners.benchmarks.contenders.Contenders;
import org.partitioners.benchmarks.contenders.KeyHash;
import org.partitioners.benchmarks.contenders.KeyType;
import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.benchmarks.contenders.Removal;
import org.partitioners.benchmarks.results.Balance;
import org.partitioners.benchmarks.results.Footprint;
import org.partitioners.benchmarks.results.Kind;
import org.partitioners.benchmarks.results.Machine;
import org.partitioners.benchmarks.results.Results;
import org.partitioners.benchmarks.results.ResultsFile;
import org.partitioners.benchmarks.results.Timing;

/** The page, in Markdown. */
final class Page {
  private static final String NONE = "–";

  private final Results results;
  private final StringBuilder text = new StringBuilder();

  private Page(Results results) {
    this.results = results;
  }

  static String of(Results results) {
    Page page = new Page(results);
    page.head();
    page.targets();
    page.lookups();
    page.keys();
    page.balance();
    page.hashes();
    page.routing();
    page.building();
    page.reproducing();
    return page.text.toString();
  }

  /** As {@code 12.4 ns, 0 B}. */
  static String timeAndBytes(Timing timing) {
    return timing.bytes() == null
        ? Units.time(timing.nanos())
        : Units.time(timing.nanos()) + ", " + Units.bytes(timing.bytes());
  }

  private void head() {
    Machine machine = results.machine();
    text.append(PageFiles.MARKER).append("\n\n# Benchmarks\n\n");
    if (results.isQuick()) {
      paragraph("**An impression, by `--quick`: not for quoting.**");
    }
    paragraph(
        "The partitioners of this library, those of others, and what textbooks write, measured in"
            + " one run. **Compare the figures of one run with each other:** ratios hold, times"
            + " drift with the machine and with what else it does.");
    text.append(
        new MarkdownTable("", "")
            .row("date", results.date())
            .row("commit", "`" + results.commit() + "`")
            .row("profile", results.profile() + ": " + results.method())
            .row("machine", machine.cpu() + ", " + machine.cores() + " cores")
            .row("JVM", machine.jvm())
            .row("system", machine.os())
            .text());
    paragraph("");
    paragraph(
        "A time is the mean over a batch of 256 keys out of 65 536 random ones, the median of the"
            + " iterations"
            + (results.forks() > 1 ? " of the better JVM" : "")
            + "; the look-ups of a batch do not wait for each other."
            + " All figures, with their spread, are in ["
            + ResultsFile.NAME
            + "]("
            + ResultsFile.NAME
            + ").");
  }

  private void targets() {
    heading("Aims and measurements");
    paragraph(
        "The aims are what this library has set itself; where one compares, it is a ratio of two"
            + " figures of this run.");
    List<Target> targets = Targets.of(results);
    MarkdownTable table =
        new MarkdownTable("64 nodes unless said otherwise", "aim", "measured", "");
    for (Target target : targets) {
      table.row(target.what(), target.aim(), target.measured(results), target.verdict(results));
    }
    table(table);
    targets.stream()
        .flatMap(target -> target.reason(results).stream())
        .distinct()
        .forEach(this::paragraph);
  }

  private void lookups() {
    heading("Look-ups");
    chart(Charts.LOOKUPS, "Time of a look-up over the number of nodes");
    paragraph(
        "Placing a random hash, on so many nodes. What is weighted has nodes of weight 1, 2, 4 and 8.");
    List<Timing> timings = results.timings(Kind.LOOKUP);
    List<Integer> nodes = timings.stream().map(Timing::nodes).distinct().sorted().toList();
    MarkdownTable table =
        new MarkdownTable(
            Stream.concat(Stream.of(""), nodes.stream().map(String::valueOf))
                .toArray(String[]::new));
    for (String name : names(timings)) {
      List<String> cells = new ArrayList<>(List.of(named(name, timings)));
      nodes.forEach(it -> cells.add(time(results.timing(Kind.LOOKUP, name, it, "hash"))));
      table.row(cells);
    }
    table(table);
  }

  private void keys() {
    heading("End to end");
    chart(Charts.KEYS, "Time of placing a String");
    paragraph(
        "Placing a key on one of 64 nodes: the hash function and the look-up, time and bytes"
            + " allocated. Keys are made beforehand: strings and byte arrays 16 long, longs boxed. What goes"
            + " by `String.hashCode()` finds it in the string after the first time, as a new"
            + " record's key does not.");
    MarkdownTable table = new MarkdownTable("", "String", "long", "byte[]");
    List<Timing> timings = results.timings(Kind.KEY);
    table.row(keyRow("*" + KeyHash.BARE + ", keys made beforehand*", Kind.HASH, KeyHash.BARE, 0));
    for (String name : names(timings)) {
      table.row(keyRow(named(name, timings), Kind.KEY, name, 64));
    }
    table(table);
  }

  private List<String> keyRow(String heading, Kind kind, String name, int nodes) {
    List<String> cells = new ArrayList<>(List.of(heading));
    for (KeyType<?> type : KeyType.ALL) {
      cells.add(time(results.timing(kind, name, nodes, type.name())));
    }
    return cells;
  }

  private void balance() {
    heading("Balance and movement");
    chart(Charts.BALANCE, "Load of the busiest of 64 nodes over the mean");
    int keys = results.balances().stream().mapToInt(Balance::keys).max().orElse(0);
    paragraph(
        String.format(
            Locale.ROOT,
            "64 nodes; one comes, or one goes. Gratuitous is what moves between two nodes that"
                + " both stay: the least is 0. At the least 1/65 moves when a node comes, and what"
                + " it held when one goes. *Exact* figures are shares of the hash space; the others"
                + " come of %s random keys, which on an even placement give a max/mean of about"
                + " %s by chance alone. What is weighted has"
                + " nodes of weight 1, 2, 4 and 8, and the load is over the fair share.",
            Units.count(keys),
            Units.load(chance(keys))));
    MarkdownTable table =
        new MarkdownTable(
            "",
            "max/mean",
            "",
            "moves on add",
            "gratuitous",
            "moves on removal",
            "gratuitous",
            "of");
    for (Balance it : results.balances()) {
      table.row(
          emphasised(Labels.balance(it), it.origin()),
          Units.load(it.maxOverMean()),
          it.exact() ? "exact" : "sampled",
          Units.percent(it.movedOnAdd()),
          Units.percent(it.gratuitousOnAdd()),
          Units.percent(it.movedOnRemove()),
          Units.percent(it.gratuitousOnRemove()),
          it.removed() == Removal.ANY ? "any node" : "the last");
    }
    table(table);
  }

  /** The expected maximum of 64 loads of independent keys: about 2.4 standard deviations above. */
  private static double chance(int keys) {
    return keys == 0 ? 1 : 1 + 2.39 * Math.sqrt(64.0 / keys);
  }

  private void hashes() {
    heading("Hash functions");
    chart(Charts.HASHES, "Time of hashing a String");
    paragraph(
        "Hashing strings of 16 to 32 characters, time and bytes allocated. In brackets is whose"
            + " implementation it is; `HashAlgorithm` offers what is **bold**.");
    MarkdownTable table = new MarkdownTable("", "time, bytes");
    results.timings(Kind.HASH).stream()
        .filter(it -> it.keys().equals(KeyHash.LONGER_STRINGS))
        .forEach(it -> table.row(emphasised(Labels.hash(it), it.origin()), timeAndBytes(it)));
    table(table);
  }

  private void routing() {
    heading("Routing decisions");
    paragraph(
        "Where a message of a skewed stream goes (Zipf 1.2 over 10 000 keys, 64 places). Each key"
            + " is a new string, as when it has just been read.");
    List<Timing> timings = results.timings(Kind.ROUTING);
    MarkdownTable table = new MarkdownTable("", "time");
    timings.forEach(
        it -> table.row(emphasised(Labels.routing(it), it.origin()), Units.time(it.nanos())));
    table(table);
  }

  private void building() {
    heading("Building and memory");
    paragraph("Over 64 nodes; their names are not counted.");
    List<Timing> timings = results.timings(Kind.BUILD);
    MarkdownTable table = new MarkdownTable("", "build", "memory", "per node");
    for (Timing it : timings) {
      Optional<Footprint> footprint = results.footprint(it.name());
      table.row(
          emphasised(it.name(), it.origin()),
          Units.time(it.nanos()),
          footprint.map(memory -> Units.bytes(memory.bytes())).orElse(NONE),
          footprint.map(memory -> Units.bytes(memory.bytes() / memory.nodes())).orElse(NONE));
    }
    table(table);
  }

  private void reproducing() {
    heading("Reproduce");
    text.append(
        """
        ```
        benchmarks/run            # all, most of an hour; on a machine that does nothing else
        benchmarks/run --quick    # an impression, in less than five minutes
        benchmarks/run --render   # this page anew from results.json
        ```

        It needs JDK 17 or newer, and Maven the first time. What is compared is one list,
        `%s`.
        """
            .formatted(Contenders.class.getName()));
  }

  private static Set<String> names(List<Timing> timings) {
    return timings.stream().map(Timing::name).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String named(String name, List<Timing> timings) {
    return timings.stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .map(it -> emphasised(name, it.origin()))
        .orElse(name);
  }

  private static String emphasised(String name, Origin origin) {
    return origin == Origin.OURS ? "**" + name + "**" : name;
  }

  private static String time(Optional<Timing> timing) {
    return timing
        .map(it -> it.kind() == Kind.LOOKUP ? Units.time(it.nanos()) : timeAndBytes(it))
        .orElse(NONE);
  }

  private void heading(String heading) {
    text.append("## ").append(heading).append("\n\n");
  }

  private void paragraph(String words) {
    text.append(words).append(words.isEmpty() ? "\n" : "\n\n");
  }

  private void chart(String file, String description) {
    paragraph("![" + description + "](" + file + ")");
  }

  private void table(MarkdownTable table) {
    text.append(table.text()).append('\n');
  }
}
