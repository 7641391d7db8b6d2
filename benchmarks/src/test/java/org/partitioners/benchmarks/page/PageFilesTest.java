package org.partitioners.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.benchmarks.results.Results;
import org.partitioners.benchmarks.results.ResultsFile;

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
        .contains("| slot table: time of modulo's | ≤\u202F0.50× | 0.25× | ✓ |")
        .contains("| ring: as fast as a TreeMap | ≥\u202F25.0× | 20.0× | ✗ |")
        .contains("| ring: as fast as binary search | ≥\u202F12.0× | – | – |")
        .contains("| slot table: max/mean | ≤\u202F1.0205 | 1.0195 | ✓ |")
        .contains(
            "gratuitous movement, node added or removed | ≤\u202F0.11\u202F% | 0.12\u202F% | ✗ |")
        .contains("| slot table: time of the hash alone, String keys | ≤\u202F1.25× | 1.10× | ✓ |");
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
