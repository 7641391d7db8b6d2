package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

/** Any plan, any bundles and any bound of memory give the rows of a loop in a loop. */
class JoinCellsTest {
  private static final KvCoder<Integer, Integer> CODER =
      KvCoder.of(VarIntCoder.of(), VarIntCoder.of());
  private static final int KEYS = 3;

  /** What stands in a plan for the keys 0, 1 ..., and how records are bundled and held. */
  private record Case(
      List<KV<Integer, Integer>> left,
      List<KV<Integer, Integer>> right,
      List<JoinPlan.Grid> grids,
      int bundle,
      int maxValues) {}

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<KV<Integer, Integer>> record =
        Combinators.combine(
                Arbitraries.integers().between(0, KEYS), Arbitraries.integers().between(0, 5))
            .as(KV::of);
    Arbitrary<JoinPlan.Grid> grid =
        Combinators.combine(
                Arbitraries.integers().between(1, 4), Arbitraries.integers().between(1, 4))
            .as((left, right) -> new JoinPlan.Grid(key(0), left, right, List.of()));
    return Combinators.combine(
            record.list().ofMaxSize(25),
            record.list().ofMaxSize(25),
            grid.list().ofMaxSize(KEYS),
            Arbitraries.integers().between(1, 30),
            Arbitraries.integers().between(1, 8))
        .as(
            (left, right, grids, bundle, maxValues) -> {
              List<JoinPlan.Grid> keyed = new ArrayList<>();
              for (JoinPlan.Grid each : grids) {
                keyed.add(
                    new JoinPlan.Grid(key(keyed.size()), each.left(), each.right(), List.of()));
              }
              return new Case(left, right, keyed, bundle, maxValues);
            });
  }

  private static EncodedKey key(int key) {
    return EncodedKey.of(key, VarIntCoder.of());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void joinsInner(@ForAll("cases") Case example) throws IOException {
    assertThat(rows(example, JoinShape.inner()))
        .containsExactlyInAnyOrderElementsOf(
            NaiveJoin.rows(example.left, example.right, JoinShape.<Integer, Integer>inner()));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void joinsLeftOuter(@ForAll("cases") Case example) throws IOException {
    assertThat(rows(example, JoinShape.leftOuter()))
        .containsExactlyInAnyOrderElementsOf(
            NaiveJoin.rows(example.left, example.right, JoinShape.<Integer, Integer>leftOuter()));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void joinsRightOuter(@ForAll("cases") Case example) throws IOException {
    assertThat(rows(example, JoinShape.rightOuter()))
        .containsExactlyInAnyOrderElementsOf(
            NaiveJoin.rows(example.left, example.right, JoinShape.<Integer, Integer>rightOuter()));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void joinsFullOuter(@ForAll("cases") Case example) throws IOException {
    assertThat(rows(example, JoinShape.fullOuter()))
        .containsExactlyInAnyOrderElementsOf(
            NaiveJoin.rows(example.left, example.right, JoinShape.<Integer, Integer>fullOuter()));
  }

  /** Of a bundle of many, each piece gets its share to within one, and each cell a mark at most. */
  @Test
  void fillsPiecesEvenlyAndMarksOnce() {
    JoinPlan plan = new JoinPlan(false, List.of(new JoinPlan.Grid(key(0), 4, 3, List.of())));
    List<KV<Integer, Integer>> records = new ArrayList<>();
    for (int i = 0; i < 102; i++) {
      records.add(KV.of(0, i));
    }
    Map<KV<Integer, Integer>, List<RawUnionValue>> cells = new HashMap<>();
    send(new JoinRoutes<>(JoinSide.LEFT, CODER, true), plan, records, cells);

    assertThat(cells).hasSize(12);
    cells.forEach(
        (cell, elements) -> {
          long marks = elements.stream().filter(JoinSide.LEFT::isMark).count();
          assertThat(elements.size() - marks).isBetween(25L, 26L);
          assertThat(marks).isLessThanOrEqualTo(cell.getValue() < 3 ? 1 : 0);
          // Column 0 alone gives out unmatched left values.
          assertThat(elements.stream().filter(JoinSide.LEFT::isCopy).count())
              .isEqualTo(cell.getValue() % 3 == 0 ? 0 : elements.size() - marks);
        });
  }

  private static <O extends KV<?, ?>> List<String> rows(
      Case example, JoinShape<Integer, Integer, O> shape) throws IOException {
    JoinPlan plan = new JoinPlan(false, example.grids);
    Map<KV<Integer, Integer>, List<RawUnionValue>> cells = new HashMap<>();
    JoinRoutes<Integer, Integer> left = new JoinRoutes<>(JoinSide.LEFT, CODER, shape.keepsRight());
    JoinRoutes<Integer, Integer> right = new JoinRoutes<>(JoinSide.RIGHT, CODER, shape.keepsLeft());
    for (int from = 0; from < example.left.size(); from += example.bundle) {
      send(left, plan, bundle(example.left, from, example.bundle), cells);
    }
    for (int from = 0; from < example.right.size(); from += example.bundle) {
      send(right, plan, bundle(example.right, from, example.bundle), cells);
    }
    JoinCellFn<Integer, Integer, Integer, O> join =
        new JoinCellFn<>(shape, VarIntCoder.of(), VarIntCoder.of(), example.maxValues);
    List<String> rows = new ArrayList<>();
    for (Map.Entry<KV<Integer, Integer>, List<RawUnionValue>> cell : cells.entrySet()) {
      join.join(cell.getValue(), row -> rows.add(NaiveJoin.row(cell.getKey().getKey(), row)));
    }
    return rows;
  }

  private static List<KV<Integer, Integer>> bundle(
      List<KV<Integer, Integer>> records, int from, int size) {
    return records.subList(from, Math.min(records.size(), from + size));
  }

  private static void send(
      JoinRoutes<Integer, Integer> routes,
      JoinPlan plan,
      List<KV<Integer, Integer>> records,
      Map<KV<Integer, Integer>, List<RawUnionValue>> cells) {
    JoinRoutes<Integer, Integer>.Bundle bundle = routes.new Bundle(plan, GlobalWindow.INSTANCE);
    records.forEach(
        record ->
            bundle.send(
                record,
                BoundedWindow.TIMESTAMP_MIN_VALUE,
                sent ->
                    cells
                        .computeIfAbsent(sent.getKey(), cell -> new ArrayList<>())
                        .add(sent.getValue())));
  }
}
