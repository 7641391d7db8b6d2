package org.partitioners.jobs.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.partitioners.PartitionLoad;
import org.partitioners.jobs.report.LoadOverTime.Sample;

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
    return watched(
        "naive",
        56_304,
        hotKeys(),
        List.of(
            Sample.of(800, 0, 0, 0, 0, 0, 0, 0, 0),
            Sample.of(1_810, 2_000, 2_300, 1_900, 18_000, 2_100, 2_500, 2_200, 2_400),
            Sample.of(
                56_100, 139_204, 155_870, 121_533, 952_500, 148_011, 171_302, 149_760, 161_820)),
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
        strategy,
        stages[0].load().total(),
        0,
        0,
        wall,
        Arrays.asList(stages),
        List.of(),
        keys,
        CHECKSUM);
  }

  /** A run whose one stage was watched. */
  static RunReport watched(
      String strategy, long wall, List<HotKey> keys, List<Sample> samples, StageLoad stage) {
    return new RunReport(
        strategy,
        stage.load().total(),
        0,
        0,
        wall,
        List.of(stage),
        List.of(new LoadOverTime(stage.name(), samples)),
        keys,
        CHECKSUM);
  }

  /** A run with one hot subtask among so many. */
  static RunReport skewed(String strategy, int subtasks, long events, double hotShare) {
    long hot = subtasks == 1 ? events : Math.round(events * hotShare);
    long[] counts =
        IntStream.range(0, subtasks)
            .mapToLong(s -> (events - hot) / Math.max(1, subtasks - 1) * (90 + s * 37L % 21) / 100)
            .toArray();
    counts[subtasks * 2 / 3] = hot;
    counts[0] += events - LongStream.of(counts).sum();
    long wall = LongStream.of(counts).max().orElse(0) * 60 / 1000;
    return run(strategy, wall, hotKeys(), StageLoad.of("count", Work.PER_RECORD, counts));
  }

  /** Every kind of report, by name. */
  static Map<String, JobReport> all() {
    InputSummary input = celebrityInput();
    Map<String, JobReport> all = new LinkedHashMap<>();
    all.put("celebrity", celebrity());
    all.put("one", report(8, input, List.of(naive())));
    all.put("ten", report(8, input, ten()));
    all.put("single", report(1, input, twice(1, 1, 1)));
    all.put("64", report(64, input, twice(64, 0.31, 0.0161)));
    all.put("128", report(128, input, twice(128, 0.31, 0.0081)));
    StageLoad idle = StageLoad.of("count", Work.PER_RECORD, 0, 0, 0, 0);
    all.put(
        "zero",
        report(
            4,
            input("empty.csv", 0, 0, 0, Map.of()),
            List.of(run("naive", 0, List.of(), idle), run("salt-hot", 0, List.of(), idle))));
    all.put("odd", odd());
    all.put("moving", moving(8));
    all.put("moving-128", moving(128));
    all.put("layouts", layouts(8));
    all.put("layouts-1", layouts(1));
    return all;
  }

  /**
   * A hot spot that moves from subtask to subtask, four seconds on each, beside a run that is even
   * and one too short to be watched.
   */
  static JobReport moving(int subtasks) {
    return report(
        subtasks,
        celebrityInput(),
        List.of(
            course("naive", subtasks, 12, 3_000, subtasks - 5, 0, subtasks - 3),
            course("salt-hot", subtasks, 6, 1_000, 0),
            course("combine", subtasks, 1, 1_000, 0)));
  }

  /** A run read each second, in which the subtasks named are hot for equal times, in turn. */
  static RunReport course(
      String strategy, int subtasks, int seconds, long hotRecords, int... hotSubtasks) {
    List<Sample> samples = new ArrayList<>();
    long[] counts = new long[subtasks];
    samples.add(Sample.of(1_000, counts));
    for (int second = 0; second < seconds; second++) {
      int hot = hotSubtasks[second * hotSubtasks.length / seconds];
      for (int subtask = 0; subtask < subtasks; subtask++) {
        counts[subtask] += subtask == hot ? hotRecords : 1_000;
      }
      samples.add(Sample.of(2_000 + 1_000L * second, counts));
    }
    StageLoad stage = StageLoad.of("count", Work.PER_RECORD, counts);
    return watched(strategy, 1_200 + 1_000L * seconds, hotKeys(), samples, stage);
  }

  /** Events in files: all of a slice on one subtask, in turn, beside an even spread. */
  static JobReport layouts(int subtasks) {
    return report(
        subtasks,
        input("generated events", 100_000L * subtasks, 0, 0, Map.of()),
        List.of(
            sliced("range-static", subtasks, true, 8_000),
            sliced("compound", subtasks, false, 2_000)));
  }

  static RunReport sliced(String strategy, int subtasks, boolean hot, long millis) {
    long[] total = new long[subtasks];
    List<SliceLoad> slices = new ArrayList<>();
    for (int slice = 0; slice < 100; slice++) {
      long[] counts = new long[subtasks];
      for (int subtask = 0; subtask < subtasks; subtask++) {
        counts[subtask] = !hot ? 1_000 : subtask == slice / 10 % subtasks ? 1_000L * subtasks : 0;
        total[subtask] += counts[subtask];
      }
      slices.add(
          new SliceLoad(
              Instant.parse("2026-01-05T00:00:00Z").plusSeconds(3_600L * slice),
              PartitionLoad.of(counts)));
    }
    StageLoad stage = StageLoad.of("write", Work.PER_RECORD, total);
    return new RunReport(
        strategy,
        stage.load().total(),
        0,
        0,
        millis,
        List.of(stage),
        List.of(),
        hotKeys(),
        CHECKSUM,
        slices,
        List.of(
            new QueryCost(
                "all events of 10:00 to 11:00", hot ? 1 : 8, hot ? 2 : 16, hot ? 40 : 400, 12),
            new QueryCost(
                "one sensor, one day", "a\tb on 2026-01-07", 1, 24, hot ? 300_000 : 20, 5)));
  }

  private static List<RunReport> twice(int subtasks, double before, double after) {
    return List.of(
        skewed("naive", subtasks, EVENTS, before), skewed("salt-hot", subtasks, EVENTS, after));
  }

  private static List<RunReport> ten() {
    return List.of(
        skewed("naive", 8, EVENTS, 0.47),
        skewed("hash", 8, EVENTS, 0.42),
        skewed("ring", 8, EVENTS, 0.5),
        skewed("rendezvous", 8, EVENTS, 0.36),
        skewed("jump", 8, EVENTS, 0.44),
        skewed("salt-all", 8, EVENTS, 0.16),
        skewed("salt-hot", 8, EVENTS, 0.126),
        skewed("combine", 8, EVENTS, 0.13),
        skewed("d-choices", 8, EVENTS, 0.2),
        skewed("adaptive-with-a-long-name", 8, EVENTS, 0.127));
  }

  /** Strange keys, rows that were not counted, and a strategy that lost some. */
  private static JobReport odd() {
    List<HotKey> keys =
        List.of(
            HotKey.exact("", 600_000, EVENTS),
            new HotKey("<script>alert('x')</script>&amp;\"", 200_000, 210_000, 0.1),
            HotKey.exact("مرحبا بالعالم 123", 100_000, EVENTS),
            HotKey.exact("🎉 emoji 👩‍👩‍👧", 90_000, EVENTS),
            HotKey.exact("x".repeat(3000), 80_000, EVENTS),
            HotKey.exact("  \t\n ", 100, EVENTS),
            HotKey.exact("a\u0000\ud800b\u202Eevil", 50, EVENTS),
            HotKey.exact("(empty)", 40, EVENTS));
    InputSummary input =
        input("clicks/*.csv.gz", EVENTS + 150, 100, 50, celebrityInput().options());
    return report(
        8,
        input,
        List.of(
            new RunReport(
                "naive", EVENTS, 50, 100, 56_304, naive().stages(), List.of(), keys, "aa"),
            new RunReport(
                "salt-hot",
                EVENTS - 3,
                50,
                100,
                16_169,
                saltHot().stages(),
                List.of(),
                keys,
                "b")));
  }
}
