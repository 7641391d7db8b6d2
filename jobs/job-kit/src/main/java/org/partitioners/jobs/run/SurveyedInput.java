package org.partitioners.jobs.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.KeyCount;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.report.HotKey;
import org.partitioners.jobs.report.InputSummary;
import org.partitioners.skew.HotKeys;

/**
 * A job's input, read once before its runs, and what each of them is checked against: {@code events
 * + late + rejected = rows read}.
 */
public record SurveyedInput(EventInput input, InputSurvey survey) {
  private static final int TOP_KEYS = 20;

  /**
   * Reads the input once and says what it holds.
   *
   * @param each sees the accepted events in the order of the input
   * @throws JobFailure if there are rows and none is an event
   */
  public static SurveyedInput read(EventInput input, ProgressLine progress, Consumer<Event> each) {
    InputSurvey survey =
        input.survey(
            rows -> progress.show(String.format(Locale.ROOT, "input: %,d rows", rows)), each);
    progress.finish(
        String.format(
            Locale.ROOT,
            "input: %,d rows, %,d keys, %,d late, %,d rejected",
            survey.rows(),
            survey.distinctKeys(),
            survey.late(),
            survey.rejected()));
    requireEvents(survey);
    return new SurveyedInput(input, survey);
  }

  private static void requireEvents(InputSurvey survey) {
    Row.Rejected first = survey.firstRejected();
    if (survey.accepted() == 0 && first != null) {
      throw new JobFailure(
          "--input: none of its "
              + survey.rows()
              + " rows can be counted; the first, line "
              + first.line()
              + " of "
              + first.file()
              + ": "
              + first.reason());
    }
  }

  /** Checks that all rows that are no events were put aside. */
  void verifyLeftovers(OutputFolder output) {
    verify("rows in late/", WrittenCounts.lines(output.files(), output.late()), survey.late());
    verify(
        "rows in rejected/",
        WrittenCounts.lines(output.files(), output.rejected()),
        survey.rejected());
  }

  /**
   * Checks a count.
   *
   * @throws JobFailure if it is not as expected
   */
  public static void verify(String what, long found, long expected) {
    if (found != expected) {
      throw new JobFailure(
          what + ": " + found + ", but the input holds " + expected + "; the result is not exact");
    }
  }

  /** The keys above the threshold of salting: counted exactly, so both bounds agree. */
  public List<HotKey> hotKeys(int parallelism) {
    double share = HotKeys.share(parallelism);
    List<HotKey> hot = new ArrayList<>();
    for (KeyCount key : survey.keysAbove(share)) {
      if (hot.size() < TOP_KEYS) {
        hot.add(HotKey.exact(key.key(), key.count(), survey.accepted()));
      }
    }
    return hot;
  }

  /** Tells of keys that were given by name and do not occur. */
  public void warnOfAbsent(@Nullable List<String> keys, ProgressLine progress) {
    for (String key : keys == null ? List.<String>of() : keys) {
      if (survey.count(key) == 0) {
        progress.finish("--hot-keys: '" + key + "' does not occur in the input");
      }
    }
  }

  /**
   * The keys worth splitting, with their counts.
   *
   * @param given those that occur of these; null for all above the threshold of salting
   */
  public static Map<String, Long> keysToSplit(
      InputSurvey survey, @Nullable List<String> given, int parallelism) {
    Map<String, Long> keys = new LinkedHashMap<>();
    if (given == null) {
      for (KeyCount key : survey.keysAbove(HotKeys.share(parallelism))) {
        keys.put(key.key(), key.count());
      }
    } else {
      for (String key : given) {
        long count = survey.count(key);
        if (count > 0) {
          keys.put(key, count);
        }
      }
    }
    return keys;
  }

  /** The input as reports tell of it. */
  InputSummary summary(Map<String, String> options) {
    boolean none = survey.accepted() == 0;
    return new InputSummary(
        input.description(),
        survey.rows(),
        survey.distinctKeys(),
        none ? null : Instant.ofEpochMilli(survey.minTimestamp()),
        none ? null : Instant.ofEpochMilli(survey.maxTimestamp()),
        survey.late(),
        survey.rejected(),
        options);
  }
}
