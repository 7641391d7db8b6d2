package org.partitioners.jobs.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
  private final String json = Samples.celebrity().toJson();

  @Test
  void writesTheContract() throws IOException {
    try (InputStream golden = getClass().getResourceAsStream("celebrity.json")) {
      assertThat(json).isEqualTo(new String(golden.readAllBytes(), UTF_8));
    }
  }

  @Test
  void readsWhatItWrote() {
    assertThat(JobReport.parse(json)).isEqualTo(Samples.celebrity());
    assertThat(JobReport.parse(json).input().options().keySet())
        .containsExactlyElementsOf(Samples.celebrityInput().options().keySet());
  }

  @Property(tries = 200)
  void readsWhatItWroteWhateverTheNumbersAndKeys(
      @ForAll String key,
      @ForAll long a,
      @ForAll long b,
      @ForAll int wall,
      @ForAll String description) {
    long low = Math.abs(a % (Long.MAX_VALUE / 4));
    long high = Math.abs(b % (Long.MAX_VALUE / 4));
    HotKey hotKey =
        new HotKey(key, Math.min(low, high), Math.max(low, high), low / (low + high + 1.0));
    RunReport run =
        Samples.run(
            "naive",
            wall & Integer.MAX_VALUE,
            List.of(hotKey),
            StageLoad.of("count", Work.PER_RECORD, low, high),
            StageLoad.of("merge", Work.MERGES_PARTIALS, high));
    JobReport report =
        Samples.report(
            2,
            Samples.input(
                "in " + description, low + high, 0, 0, Samples.celebrityInput().options()),
            List.of(run));
    assertThat(JobReport.parse(report.toJson())).isEqualTo(report);
  }

  @Test
  void survivesUtf8WhateverTheKeys() {
    JobReport odd = Samples.all().get("odd");
    byte[] file = odd.toJson().getBytes(UTF_8);
    assertThat(JobReport.parse(new String(file, UTF_8))).isEqualTo(odd);
  }

  @Test
  void readsReportsOfEarlierVersionsWithoutLoadOverTime() {
    String earlier = json.replaceAll("(?s)\"load_over_time\": \\[.*?\\],\n {4}(?=\")", "");
    assertThat(earlier).doesNotContain("load_over_time");
    assertThat(JobReport.parse(earlier).runs())
        .hasSize(3)
        .allSatisfy(run -> assertThat(run.loadOverTime()).isEmpty());
  }

  @Test
  void ignoresFieldsOfLaterVersions() {
    String later = json.replaceFirst("\\{", "{\"added_later\": {\"a\": [1]},");
    assertThat(JobReport.parse(later)).isEqualTo(Samples.celebrity());
  }

  @Test
  void namesTheFieldThatIsWrong() {
    refuses("[]", "report.job: missing");
    refuses("", "report: empty");
    refuses(
        json.replaceFirst("\"wall_millis\"", "\"wall\""), "report.runs[0].wall_millis: missing");
    refuses(
        json.replaceFirst("\"events\": 2000000", "\"events\": \"many\""),
        "report.runs[0].events: \"many\" is not a whole number");
    refuses(
        json.replaceFirst("\"events\": 2000000", "\"events\": -1"),
        "report.runs[0]: events: -1 is less than 0");
    refuses(
        json.replace("139204", "0.5"),
        "report.runs[0].stages[0].subtask_records[0]: 0.5 is not a whole number");
    refuses(
        json.replace("[ 800, 1810, 56100 ]", "[ 800, 1810 ]"),
        "report.runs[0].load_over_time[0]: subtask_records: 3 for 2 millis");
    refuses(
        json.replace("[ 800, 1810, 56100 ]", "[ 800, 1810, 900 ]"),
        "report.runs[0].load_over_time[0]: samples[2]: at 900 ms, not after 1810");
    refuses(
        json.replace("[ 2000, 2300,", "[ \"few\", 2300,"),
        "report.runs[0].load_over_time[0].subtask_records[1][0]: \"few\" is not a whole number");
    refuses(
        json.replaceFirst("per-record", "other"),
        "report.runs[0].stages[0]: work: other not in [per-record, merges-partials]");
    refuses(
        json.replaceFirst("2026-01-01T00:00:00Z", "yesterday"),
        "report.input.first: Text 'yesterday' could not be parsed at index 0");
    refuses(
        json.replaceFirst("\"parallelism\": 8", "\"parallelism\": 8000000000"),
        "report: integer overflow");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobReport.parse("{\"job\": "))
        .withMessageStartingWith("report: no JSON: Unexpected end-of-input");
  }

  private static void refuses(String json, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobReport.parse(json))
        .withMessage(message);
  }
}
