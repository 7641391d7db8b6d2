package org.partitioners.jobs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real data, whose figures were counted by other means; skipped where the data is absent. */
class DataSetTest {
  private static final Lateness HOURS = new Lateness(3_600_000, 60_000);

  @Test
  void surveysLinkPosts() throws IOException {
    InputSurvey survey =
        survey(
            "reddit-domains", CsvFormat.of("domain", "created_utc", TimestampFormat.EPOCH_SECONDS));

    assertExact(survey, 2_236_590, 123_531);
    assertThat(survey.keysAbove(0).subList(0, 5))
        .containsExactly(
            new KeyCount("i.imgur.com", 471_709),
            new KeyCount("imgur.com", 290_833),
            new KeyCount("youtube.com", 170_908),
            new KeyCount("reddit.com", 25_038),
            new KeyCount("flickr.com", 17_819));
    assertThat(Instant.ofEpochMilli(survey.minTimestamp())).isEqualTo("2006-04-12T04:28:00Z");
    assertThat(Instant.ofEpochMilli(survey.maxTimestamp())).isEqualTo("2013-08-20T15:23:04Z");
  }

  @Test
  void surveysFlights() throws IOException {
    InputSurvey survey =
        survey(
            "flights-2001h1", CsvFormat.of("origin", "departure", TimestampFormat.EPOCH_SECONDS));

    assertExact(survey, 3_000_000, 229);
    assertThat(survey.keysAbove(0).subList(0, 3))
        .containsExactly(
            new KeyCount("ORD", 166_341),
            new KeyCount("DFW", 157_162),
            new KeyCount("ATL", 124_711));
    assertThat(Instant.ofEpochMilli(survey.minTimestamp())).isEqualTo("2001-01-01T00:01:00Z");
    assertThat(Instant.ofEpochMilli(survey.maxTimestamp())).isEqualTo("2001-07-01T00:00:00Z");
  }

  @Test
  void surveysRecommendationsThatHaveNoTimestamps() throws IOException {
    InputSurvey survey = survey("scarab-recs", CsvFormat.ofKey("item"));

    assertExact(survey, 1_245_184, 258_368);
    assertThat(survey.keysAbove(0).subList(0, 2))
        .containsExactly(new KeyCount("233", 12_620), new KeyCount("130", 8_611));
    assertThat(survey.minTimestamp()).isZero();
    assertThat(survey.maxTimestamp()).isEqualTo(1_245_183);
  }

  private static void assertExact(InputSurvey survey, long rows, int keys) {
    assertThat(survey.rows()).isEqualTo(rows);
    assertThat(survey.accepted()).isEqualTo(rows);
    assertThat(survey.late()).isZero();
    assertThat(survey.rejected()).isZero();
    assertThat(survey.distinctKeys()).isEqualTo(keys);
  }

  private static InputSurvey survey(String name, CsvFormat format) throws IOException {
    Path folder = data().resolve(name);
    assumeTrue(Files.isDirectory(folder), () -> "no data set at " + folder);
    return InputSurvey.of(
        List.of(folder.resolve(name + ".csv.gz").toString()),
        path -> Files.newInputStream(Path.of(path)),
        format,
        HOURS,
        ProgressListener.NONE);
  }

  /** {@code SHARED_DATA}, or {@code shared/data} beside the repository. */
  private static Path data() {
    String given = System.getProperty("SHARED_DATA", System.getenv("SHARED_DATA"));
    if (given != null) {
      return Path.of(given);
    }
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.exists(root.resolve(".git"))) {
      root = root.getParent();
    }
    return root.resolveSibling("shared").resolve("data");
  }
}
