package org.partitioners.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.benchmarks.contenders.KeyHash;
import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.benchmarks.contenders.Removal;
import org.partitioners.benchmarks.results.Balance;
import org.partitioners.benchmarks.results.Kind;
import org.partitioners.benchmarks.results.Results;
import org.partitioners.benchmarks.results.ResultsFile;
import org.partitioners.benchmarks.results.Timing;

/** Makes the page of a few results of which the figures are invented. */
class PageFilesTest {

  @TempDir Path folder;

  private Results results;

  @BeforeEach
  void write() throws IOException, URISyntaxException {
    var file = Objects.requireNonNull(PageFilesTest.class.getResource(ResultsFile.NAME));
    results = ResultsFile.read(Path.of(file.toURI()).getParent());
    PageFiles.write(results, folder);
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void saysWhatWasMeasuredWhenAndWhere() throws IOException {
    assertThat(text(PageFiles.PAGE))
        .contains("| date | 2026-01-02T03:04:05Z |")
        .contains("| commit | `0123456789ab` |")
        .contains("| machine | A Fine Processor, 4 cores |")
        .contains("| JVM | OpenJDK 17 |");
  }

  @Test
  void putsAimsBesideMeasurements() throws IOException {
    assertThat(text(PageFiles.PAGE))
        .contains("| slot table: time of modulo's, look-up alone | ≤\u202F0.50× | 0.25× | ✓ |")
        .contains("| slot table: flat from 64 to 4096 nodes, slowest of fastest |")
        .contains("| ring: as fast as a TreeMap | ≥\u202F25.0× | 20.0× | ✗ |")
        .contains("| ring: as fast as binary search | ≥\u202F12.0× | – | – |")
        .contains("| slot table: max/mean | ≤\u202F1.0205 | 1.0195 | ✓ |")
        .contains(
            "gratuitous movement, node added or removed | ≤\u202F0.11\u202F% | 0.12\u202F% | ✗ |")
        .contains("| slot table: time of the hash alone, String keys | ≤\u202F1.25× | 1.10× | ✓ |");
  }

  @Test
  void saysWhyAnAimIsMissedWhereItIs() throws IOException {
    assertThat(text(PageFiles.PAGE)).doesNotContain("jump computes");
    assertThat(Page.of(withJump(12))).doesNotContain("jump computes");
    assertThat(Page.of(withJump(13))).containsOnlyOnce("jump computes its partition");
  }

  /** With jump placing longs and byte arrays in that time, of which 10 ns go to the hash. */
  private Results withJump(double nanos) {
    List<Timing> timings = new ArrayList<>(results.timings());
    for (String keys : List.of("long", "byte[]")) {
      timings.add(new Timing(Kind.HASH, KeyHash.BARE, Origin.OURS, 0, keys, 10, 10, 10, 0.0));
      timings.add(new Timing(Kind.KEY, "jump", Origin.OURS, 64, keys, nanos, nanos, nanos, 0.0));
    }
    return with(results.profile(), results.method(), timings);
  }

  private Results with(String profile, String method, List<Timing> timings) {
    return new Results(
        profile,
        method,
        results.date(),
        results.commit(),
        results.machine(),
        timings,
        results.footprints(),
        results.balances());
  }

  @Test
  void hashFunctionsAreNamedAfterWhoseTheyAre() throws IOException {
    assertThat(text(PageFiles.PAGE))
        .contains("| **xxh3 (hash4j)** | 12.0")
        .contains("| farm64 (Guava) | 30.0");
    assertThat(text(Charts.HASHES))
        .contains(">offered by HashAlgorithm<")
        .contains(">xxh3 (hash4j)<")
        .doesNotContain("as textbooks write it");
  }

  @Test
  void everyHashAlgorithmHasAMaker() {
    assertThat(KeyHash.ALL)
        .filteredOn(it -> it.keyType().equals(KeyHash.LONGER_STRINGS))
        .extracting(
            it -> Labels.hash(new Timing(Kind.HASH, it.name(), it.origin(), 0, "", 1, 1, 1, 0.0)))
        .allMatch(label -> label.matches("[a-z0-9-]+ \\((hash4j|Guava|JDK|Kafka|ours)\\)"))
        .filteredOn(label -> label.endsWith("(ours)"))
        .containsExactly("fnv-1a (ours)");
  }

  @Test
  void whatIsWeightedSaysSo() {
    assertThat(Labels.balance(balance("weighted rendezvous")))
        .isEqualTo("weighted rendezvous (weights 1–8)");
    assertThat(Labels.balance(balance("rendezvous"))).isEqualTo("rendezvous");
    assertThat(Labels.balance(balance("what was measured once"))).endsWith("once");
  }

  private static Balance balance(String name) {
    return new Balance(name, Origin.OURS, 64, 0, 1, 0, 0, Removal.ANY, 0, 0);
  }

  @Test
  void anImpressionIsCalledOne() throws IOException {
    assertThat(text(PageFiles.PAGE))
        .startsWith(PageFiles.MARKER + "\n\n# Benchmarks\n\n**An impression, by `--quick`: not")
        .contains("the median of the iterations; ");
    assertThat(Page.of(with("full", "2 × (6 × 500 ms of warm-up)", results.timings())))
        .doesNotContain("An impression, by")
        .contains("the median of the iterations of the better JVM; ");
  }

  @Test
  void whatIsEmptyHasAPageToo() {
    assertThat(
            Page.of(
                new Results(
                    "full", "", "", "", results.machine(), List.of(), List.of(), List.of())))
        .contains(
            "slot table: flat over numbers of nodes, slowest of fastest | ≤\u202F1.25× | – |");
  }

  @Test
  void aPageIsForeignWithoutTheMarker() throws IOException {
    assertThat(PageFiles.isForeign(folder)).isFalse();
    assertThat(PageFiles.isForeign(folder.resolve("none"))).isFalse();
    Files.writeString(folder.resolve(PageFiles.PAGE), "# My own\n");
    assertThat(PageFiles.isForeign(folder)).isTrue();
  }

  @Test
  void tablesHaveEveryContenderAndADashForWhatItDoesNotTake() throws IOException {
    assertThat(text(PageFiles.PAGE))
        .contains("|  | 64 | 4096 |")
        .contains("| **slot table** | 0.50\u202Fns | 0.60\u202Fns |")
        .contains("| TreeMap ring | 200\u202Fns | – |")
        .contains("| **slot table** | 11.0\u202Fns, 0\u202FB | – | – |")
        .contains("| **slot table** | 1.0195 | exact | 1.54\u202F% | 0.12\u202F% |")
        .contains("| **ring** | 250\u202Fµs | 328\u202FkB | 5.13\u202FkB |");
  }

  @Test
  void everyChartOfThePageIsThereAndFollowsTheViewersPreference() throws IOException {
    for (String chart : Charts.of(results).keySet()) {
      assertThat(text(PageFiles.PAGE)).contains("](" + chart + ")");
      assertThat(text(chart)).startsWith("<svg").contains("prefers-color-scheme: dark");
    }
    assertThat(text(Charts.LOOKUPS))
        .contains(">TreeMap ring 200\u202Fns<")
        .contains(">4096 nodes<");
    assertThat(text(Charts.BALANCE)).contains(">→ 40.6 sampled<");
  }

  @Test
  void writingWhatWasReadChangesNothing() throws IOException {
    ResultsFile.write(results, folder);
    assertThat(ResultsFile.read(folder)).isEqualTo(results);
  }
}
