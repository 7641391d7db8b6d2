package org.partitioners.jobs.report;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Reports that look like real ones, and extreme ones. */
final class Samples {
  static final long EVENTS = 2_000_000;
  private static final String CHECKSUM = "9f86d081884c7d65";

  private Samples() {}

  /** A celebrity among two million events on eight subtasks: the hot spot and two cures. */
  static JobReport celebrity() {
    return report(8, celebrityInput(), List.of(naive(), saltAll(), saltHot()));
  }

  static InputSummary celebrityInput() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("--events", "2000000");
    options.put("--keys", "1000000");
    options.put("--zipf", "1.2");
    options.put("--celebrity-share", "0.3");
    options.put("--seed", "42");
    options.put("--window", "1m");
    options.put("--work-micros", "50");
    return input("generated: Zipf 1.2 over 1,000,000 keys and a celebrity", EVENTS, 0, 0, options);
  }

  static RunReport naive() {
    return run(
        "naive",
        56_304,
        hotKeys(),
        StageLoad.of(
            "count",
            Work.PER_RECORD,
            139_204,
            155_870,
            121_533,
            952_500,
            148_011,
            171_302,
            149_760,
            161_820));
  }

  static RunReport saltAll() {
    return run(
        "salt-all",
        21_708,
        List.of(),
        StageLoad.of(
            "count salted",
            Work.PER_RECORD,
            231_004,
            322_500,
            241_870,
            228_013,
            252_660,
            243_402,
            239_751,
            240_800),
        StageLoad.of(
            "merge",
            Work.MERGES_PARTIALS,
            43_102,
            42_870,
            43_544,
            43_010,
            42_988,
            43_320,
            44_483,
            42_203));
  }

  static RunReport saltHot() {
    return run(
        "salt-hot",
        16_169,
        hotKeys(),
        StageLoad.of(
            "count",
            Work.PER_RECORD,
            249_120,
            250_870,
            252_500,
            248_330,
            249_901,
            250_440,
            249_329,
            249_510),
        StageLoad.of("merge", Work.MERGES_PARTIALS, 128, 126, 127, 129, 127, 128, 127, 128));
  }

  static List<HotKey> hotKeys() {
    return List.of(
        HotKey.exact("celebrity", 600_120, EVENTS),
        HotKey.exact("user-1", 250_480, EVENTS),
        HotKey.exact("user-2", 109_007, EVENTS),
        new HotKey("user-3", 67_010, 67_411, 0.0336),
        new HotKey("user-4", 47_450, 47_950, 0.0238),
        HotKey.exact("user-5", 36_301, EVENTS));
  }

  static JobReport report(int parallelism, InputSummary input, List<RunReport> runs) {
    String strategies = String.join(",", runs.stream().map(RunReport::strategy).toList());
    return new JobReport(
        "celebrity",
        input,
        parallelism,
        runs,
        "Apache Flink 2.3.0, standalone cluster",
        "jobs/bin/local-cluster submit celebrity --events 2000000 --keys 1000000 --zipf 1.2"
            + " --celebrity-share 0.3 --seed 42 --strategy "
            + strategies
            + " --parallelism "
            + parallelism
            + " --window 1m --work-micros 50 --output out/celebrity");
  }

  static InputSummary input(
      String description, long rows, long late, long rejected, Map<String, String> options) {
    boolean any = rows > late + rejected;
    return new InputSummary(
        description,
        rows,
        any ? Math.min(rows - late - rejected, 412_345) : 0,
        any ? Instant.parse("2026-01-01T00:00:00Z") : null,
        any ? Instant.parse("2026-01-01T00:33:19.999Z") : null,
        late,
        rejected,
        options);
  }

  static RunReport run(String strategy, long wall, List<HotKey> keys, StageLoad... stages) {
    return new RunReport(
        strategy, stages[0].load().total(), 0, 0, wall, Arrays.asList(stages), keys, CHECKSUM);
  }

  /** One strategy whose subtask 0 is hot, on that many subtasks. */
  static RunReport skewed(String strategy, int subtasks, long events, double hotShare) {
    long hot = subtasks == 1 ? events : Math.round(events * hotShare);
    long[] counts =
        IntStream.range(0, subtasks)
            .mapToLong(s -> (events - hot) / Math.max(1, subtasks - 1) * (90 + s * 37L % 21) / 100)
            .toArray();
    counts[subtasks * 2 / 3] = hot;
    long wall = LongStream.of(counts).max().orElse(0) * 60 / 1000;
    return run(strategy, wall, hotKeys(), StageLoad.of("count", Work.PER_RECORD, counts));
  }
}
