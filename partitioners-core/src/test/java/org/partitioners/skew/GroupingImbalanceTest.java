package org.partitioners.skew;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How even the groupings are and what state it costs, compared with what another program made of
 * the literature's rules, in {@code imbalance.csv}: to that three seeds with half a million records
 * each are enough. Its own size is run, and all measured is printed, with {@code
 * -Dpartitioners.simulation.records=10000000}, which takes some minutes.
 *
 * <p>With the first key's share p₁, whoever splits a key over k of n places at most ends no lower
 * than p₁/k − 1/n. Those that balance do so to within some records of each sender, however many
 * there are.
 */
class GroupingImbalanceTest {

  private static final long FULL = 10_000_000;
  private static final long RECORDS = Long.getLong("partitioners.simulation.records", 500_000);
  private static final int SEEDS = 3;
  private static final int KEYS = 10_000;

  private static final Map<String, IntFunction<Grouping>> GROUPINGS = new LinkedHashMap<>();

  static {
    GROUPINGS.put("key", Groupings::key);
    GROUPINGS.put("partialKey", Groupings::partialKey);
    GROUPINGS.put("dChoices", Groupings::dChoices);
    GROUPINGS.put("wChoices", Groupings::wChoices);
    GROUPINGS.put("growing", Groupings::growing);
  }

  private static final Map<Cell, Double> REFERENCE = new LinkedHashMap<>();
  private static final Map<Cell, List<GroupingSimulation.Result>> RESULTS =
      new ConcurrentHashMap<>();

  record Cell(String grouping, int places, double z) {

    double firstShare() {
      return ZipfKeys.shares(KEYS, z)[0];
    }

    Cell with(String other) {
      return new Cell(other, places, z);
    }
  }

  @BeforeAll
  static void readAndRun() throws IOException {
    read();
    List<Cell> cells = new ArrayList<>(REFERENCE.keySet());
    cells("wChoices").forEach(cell -> cells.add(cell.with("growing")));
    cells.parallelStream().forEach(cell -> RESULTS.put(cell, run(cell)));
  }

  private static void read() throws IOException {
    List<String[]> rows;
    try (InputStream csv = GroupingImbalanceTest.class.getResourceAsStream("imbalance.csv")) {
      rows =
          new String(csv.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(",", -1))
              .toList();
    }
    String[] header = rows.get(0);
    for (String[] row : rows.subList(1, rows.size())) {
      for (int column = 2; column < row.length; column++) {
        REFERENCE.put(
            new Cell(row[0], Integer.parseInt(row[1]), Double.parseDouble(header[column])),
            Double.parseDouble(row[column]));
      }
    }
  }

  private static List<GroupingSimulation.Result> run(Cell cell) {
    IntFunction<Grouping> grouping = GROUPINGS.get(cell.grouping());
    var stream = GroupingSimulation.Stream.stationary(RECORDS, KEYS, cell.z());
    return IntStream.rangeClosed(1, SEEDS)
        .mapToObj(seed -> GroupingSimulation.run(() -> grouping.apply(cell.places()), stream, seed))
        .toList();
  }

  static Stream<Cell> cells(String grouping) {
    return REFERENCE.keySet().stream().filter(cell -> cell.grouping().equals(grouping));
  }

  static Stream<Cell> keyCells() {
    return cells("key");
  }

  static Stream<Cell> partialKeyCells() {
    return cells("partialKey");
  }

  static Stream<Cell> dChoicesCells() {
    return cells("dChoices");
  }

  static Stream<Cell> wChoicesCells() {
    return cells("wChoices");
  }

  static Stream<Cell> growingCells() {
    return cells("wChoices").map(cell -> cell.with("growing"));
  }

  private static double mean(Cell cell, ToDoubleFunction<GroupingSimulation.Result> measure) {
    return RESULTS.get(cell).stream().mapToDouble(measure).average().orElseThrow();
  }

  private static double imbalance(Cell cell) {
    return mean(cell, GroupingSimulation.Result::imbalance);
  }

  /** p₁/k − 1/n, less five standard deviations of the first key's count. */
  private static double floor(Cell cell, int placesOfAKey) {
    double p = cell.firstShare();
    return p / placesOfAKey
        - 1.0 / cell.places()
        - 5 * StrictMath.sqrt(p * (1 - p) / (RECORDS * SEEDS));
  }

  /** A quarter is about what the draw of three seeds' hashes makes of it. */
  @ParameterizedTest
  @MethodSource("keyCells")
  void keyGroupingIsAsUnevenAsTheReference(Cell cell) {
    double reference = REFERENCE.get(cell);

    assertThat(imbalance(cell))
        .isGreaterThan(floor(cell, 1))
        .isBetween(0.75 * reference, 1.25 * reference);
    assertThat(mean(cell, GroupingSimulation.Result::state)).isEqualTo(1);
  }

  /**
   * With few places the reference's draw happened to give first keys equal choices, so only up to
   * that, and below by theory.
   */
  @ParameterizedTest
  @MethodSource("partialKeyCells")
  void partialKeyGroupingIsAsUnevenAsTheReference(Cell cell) {
    double reference = REFERENCE.get(cell);
    double imbalance = imbalance(cell);

    assertThat(imbalance)
        .isGreaterThan(floor(cell, 2))
        .isLessThanOrEqualTo(1.3 * reference + 2e-4 + 20.0 / RECORDS);
    if (cell.places() >= 20 && reference > 1e-3) {
      assertThat(imbalance).isGreaterThan(0.75 * reference);
    }
    assertThat(mean(cell, GroupingSimulation.Result::state)).isBetween(1.0, 2.0);
  }

  /**
   * Where d is just too small the imbalance is what chance makes of it, in ours as in theirs,
   * seldom in the same cells (20 places, z = 1.6: 7e-3 here, 1.1e-3 there; 10 places, z = 1.2: 2e-3
   * here, 3.8e-2 there; 20 places, z = 1.2: 3e-3 here, even there). Where d surely suffices it is
   * even to some records. And it is never above that of two choices by more than ε.
   */
  @ParameterizedTest
  @MethodSource("dChoicesCells")
  void dChoicesIsAsEvenAsTheReference(Cell cell) {
    boolean suffices = REFERENCE.get(cell) < 1e-6 && !cell.equals(new Cell("dChoices", 20, 1.2));

    assertThat(imbalance(cell))
        .isLessThanOrEqualTo(suffices ? 20.0 / RECORDS : Math.max(2 * REFERENCE.get(cell), 1.2e-2))
        .isLessThanOrEqualTo(imbalance(cell.with("partialKey")) + 1e-4);
  }

  @ParameterizedTest
  @MethodSource("wChoicesCells")
  void wChoicesIsEvenToARecordForEachSender(Cell cell) {
    double reference = REFERENCE.get(cell);

    assertThat(imbalance(cell)).isLessThanOrEqualTo(1.5 * reference * FULL / RECORDS);
  }

  /**
   * For z ≥ 1 ten records, of 10⁷ one in a million; twice that if there are fewer, which a sender's
   * first ones, not yet counted, make up more of. For z = 0.8, where even the hottest key does not
   * fill a place if there are few of them, ten times as many.
   */
  @ParameterizedTest
  @MethodSource("growingCells")
  void growingIsEvenToSomeRecordsForEachSender(Cell cell) {
    int records = cell.z() < 1 ? 100 : RECORDS < FULL ? 20 : 10;

    assertThat(imbalance(cell)).isLessThanOrEqualTo((double) records / RECORDS);
  }

  /** Of all keys, though with few records and a large z many do not come at all. */
  @ParameterizedTest
  @MethodSource("growingCells")
  void growingCostsLittleState(Cell cell) {
    double bound = cell.z() < 1 ? 0.25 : cell.z() < 1.4 ? 0.15 : 0.10;

    assertThat(mean(cell, result -> result.pairs() - result.keys()))
        .isLessThanOrEqualTo(bound * KEYS);
    if (RECORDS >= FULL) {
      assertThat(mean(cell, GroupingSimulation.Result::state)).isLessThanOrEqualTo(1 + bound);
    }
    assertThat(mean(cell, GroupingSimulation.Result::state))
        .isLessThan(mean(cell.with("wChoices"), GroupingSimulation.Result::state));
  }

  @AfterAll
  static void print() {
    if (RECORDS < FULL) {
      return;
    }
    double[] exponents = REFERENCE.keySet().stream().mapToDouble(Cell::z).distinct().toArray();
    int[] places = REFERENCE.keySet().stream().mapToInt(Cell::places).distinct().toArray();
    System.out.printf(
        "imbalance (largest of %d), state; z = %s%n", SEEDS, Arrays.toString(exponents));
    for (String grouping : GROUPINGS.keySet()) {
      for (int n : places) {
        StringBuilder row = new StringBuilder(String.format("| %s | %d |", grouping, n));
        for (double z : exponents) {
          Cell cell = new Cell(grouping, n, z);
          double largest =
              RESULTS.get(cell).stream()
                  .mapToDouble(GroupingSimulation.Result::imbalance)
                  .max()
                  .orElseThrow();
          row.append(
              String.format(
                  Locale.ROOT,
                  " %.1e (%.1e), %.3f |",
                  imbalance(cell),
                  largest,
                  mean(cell, GroupingSimulation.Result::state)));
        }
        System.out.println(row);
      }
    }
  }
}
