package org.partitioners.jobs.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InputSurveyTest {
  private static final CsvFormat FORMAT = CsvFormat.of("key", "time", TimestampFormat.EPOCH_MILLIS);
  private static final Lateness LATENESS = new Lateness(10, 5);

  @Test
  void countsWhatTheInputHolds() throws IOException {
    Map<String, byte[]> files =
        Map.of(
            "a.csv", "key,time\nx,100\ny,7\nx,?\n".getBytes(UTF_8),
            "b.csv.gz",
                DecompressionTest.gzip("time,key\n99,x\n101,z\n94,\n80,x\n".getBytes(UTF_8)),
            "c.csv.zst", DecompressionTest.zstd("key,time\n".getBytes(UTF_8)));
    List<Long> progress = new ArrayList<>();

    InputSurvey survey =
        survey(files, List.of("a.csv", "b.csv.gz", "c.csv.zst"), FORMAT, progress::add);

    assertThat(survey.rows()).isEqualTo(7);
    assertThat(survey.accepted()).isEqualTo(4);
    assertThat(survey.late()).isEqualTo(2);
    assertThat(survey.rejected()).isEqualTo(1);
    assertThat(survey.minTimestamp()).isEqualTo(94);
    assertThat(survey.maxTimestamp()).isEqualTo(101);
    assertThat(survey.distinctKeys()).isEqualTo(3);
    assertThat(survey.count("x")).isEqualTo(2);
    assertThat(survey.count("y")).isZero();
    assertThat(survey.fileStarts())
        .containsExactly(
            new FileStart("a.csv", 0, Lateness.NONE),
            new FileStart("b.csv.gz", 3, 100),
            new FileStart("c.csv.zst", 7, 101));
    assertThat(progress).containsExactly(7L);
  }

  @Property(tries = 200)
  void filesReadOnTheirOwnGiveTheRowsOfTheWhole(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int parts) throws IOException {
    Random random = new Random(seed);
    List<StringBuilder> texts = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      texts.add(new StringBuilder());
    }
    int lines = random.nextInt(80);
    StringBuilder whole = new StringBuilder("key,time\n");
    int[] cuts = random.ints(parts - 1, 0, lines + 1).sorted().toArray();
    for (int i = 0; i < lines; i++) {
      int line = i;
      String text =
          random.nextInt(10) == 0
              ? "bad\n"
              : "k" + random.nextInt(5) + "," + (i + random.nextInt(40)) + "\n";
      whole.append(text);
      texts.get((int) Arrays.stream(cuts).filter(cut -> cut <= line).count()).append(text);
    }
    Map<String, byte[]> files = new HashMap<>();
    files.put("whole", whole.toString().getBytes(UTF_8));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      names.add("part-" + i);
      files.put("part-" + i, ("key,time\n" + texts.get(i)).getBytes(UTF_8));
    }
    for (CsvFormat format : List.of(FORMAT, CsvFormat.ofKey("key"))) {
      InputSurvey one = survey(files, List.of("whole"), format, ProgressListener.NONE);
      InputSurvey many = survey(files, names, format, ProgressListener.NONE);

      assertThat(figures(many)).isEqualTo(figures(one));
      List<Row> rows = new ArrayList<>();
      for (int i = parts - 1; i >= 0; i--) { // in any order: here backwards
        rows.addAll(
            0,
            CsvRowsTest.drain(
                CsvRows.open(opener(files), many.fileStarts().get(i), format, LATENESS)));
      }
      List<Row> expected =
          CsvRowsTest.drain(
              CsvRows.open(opener(files), FileStart.first("whole"), format, LATENESS));
      assertThat(withoutPlace(rows)).isEqualTo(withoutPlace(expected));
    }
  }

  @Test
  void ranksKeysByCountThenName() {
    EventGenerator generator = new EventGenerator(10_000, 3000, 1, 0.2, 5);
    InputSurvey survey = InputSurvey.of(generator, new Lateness(60_000, 0), ProgressListener.NONE);
    Map<String, Long> naive = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      naive.merge(generator.event(i).key(), 1L, Long::sum);
    }
    List<KeyCount> sorted =
        naive.entrySet().stream()
            .map(entry -> new KeyCount(entry.getKey(), entry.getValue()))
            .sorted(
                (a, b) ->
                    a.count() != b.count()
                        ? Long.compare(b.count(), a.count())
                        : a.key().compareTo(b.key()))
            .toList();

    assertThat(survey.accepted()).isEqualTo(10_000);
    assertThat(survey.keysAbove(0.02))
        .isEqualTo(sorted.stream().filter(key -> key.count() > 200).toList())
        .isNotEmpty();
    assertThat(survey.keysAbove(0)).isEqualTo(sorted);
    assertThat(survey.keysAbove(1)).isEmpty();
    assertThat(survey.minTimestamp()).isEqualTo(EventGenerator.START.toEpochMilli());
    assertThat(survey.maxTimestamp()).isEqualTo(EventGenerator.START.toEpochMilli() + 9_999);
  }

  @Test
  void digestsWhatExactCountsDigestTo() {
    EventGenerator generator = new EventGenerator(10_000, 300, 1, 0.2, 5);
    Lateness windows = new Lateness(1_000, 0);
    Map<Long, Map<String, Long>> counts = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      Event event = generator.event(i);
      counts
          .computeIfAbsent(event.timestamp() / 1_000 * 1_000, window -> new HashMap<>())
          .merge(event.key(), 1L, Long::sum);
    }

    long exact = digest(counts);
    assertThat(InputSurvey.of(generator, windows, ProgressListener.NONE).countsDigest())
        .isEqualTo(exact);

    // One event moved to another key of its window: the same sum, another digest.
    Map<String, Long> window = counts.values().iterator().next();
    window.merge("celebrity", -1L, Long::sum);
    window.merge("key-000001", 1L, Long::sum);
    assertThat(digest(counts)).isNotEqualTo(exact);
  }

  private static long digest(Map<Long, Map<String, Long>> counts) {
    long digest = 0;
    for (Map.Entry<Long, Map<String, Long>> window : counts.entrySet()) {
      for (Map.Entry<String, Long> count : window.getValue().entrySet()) {
        digest += count.getValue() * CountsDigest.ofOne(window.getKey(), count.getKey());
      }
    }
    return digest;
  }

  @Test
  void refusesWhatIsOutOfRange() {
    InputSurvey survey =
        InputSurvey.of(
            new EventGenerator(0, 1, 0, 0, 0), new Lateness(60_000, 0), ProgressListener.NONE);

    assertThat(survey.keysAbove(0)).isEmpty();
    assertThatThrownBy(() -> survey.keysAbove(1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: 1.1 not in [0..1]");
  }

  @Test
  void namesTheFileThatCannotBeRead() throws IOException {
    Map<String, byte[]> files =
        Map.of(
            "a.csv", "key,time\nx,1\nx,2\n".getBytes(UTF_8),
            "b.csv.gz",
                Arrays.copyOf(DecompressionTest.gzip("key,time\nx,1\n".getBytes(UTF_8)), 30));

    assertThatThrownBy(() -> survey(files, List.of("a.csv", "absent"), FORMAT, rows -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("absent: cannot be opened: no such file");
    assertThatThrownBy(() -> survey(files, List.of("a.csv", "b.csv.gz"), FORMAT, rows -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("b.csv.gz: row 4 of the input cannot be read: gzip data cut short");
  }

  private static InputSurvey survey(
      Map<String, byte[]> files, List<String> names, CsvFormat format, ProgressListener progress)
      throws IOException {
    return InputSurvey.of(names, opener(files), format, LATENESS, progress);
  }

  private static InputOpener opener(Map<String, byte[]> files) {
    return path -> {
      byte[] content = files.get(path);
      if (content == null) {
        throw new FileNotFoundException("no such file");
      }
      return new ByteArrayInputStream(content);
    };
  }

  private static List<Object> figures(InputSurvey survey) {
    return List.of(
        survey.rows(),
        survey.accepted(),
        survey.late(),
        survey.rejected(),
        survey.minTimestamp(),
        survey.maxTimestamp(),
        survey.keysAbove(0));
  }

  /** Rows as they are in any file: late and rejected ones without file and line. */
  private static List<Row> withoutPlace(List<Row> rows) {
    List<Row> stripped = new ArrayList<>();
    for (Row row : rows) {
      if (row instanceof Row.Late late) {
        stripped.add(new Row.Late("", 0, late.key(), late.timestamp(), late.watermark()));
      } else if (row instanceof Row.Rejected rejected) {
        stripped.add(new Row.Rejected("", 0, rejected.reason(), rejected.text()));
      } else {
        stripped.add(row);
      }
    }
    return stripped;
  }
}
