package org.partitioners.benchmarks.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.partitioners.benchmarks.contenders.Contenders;
import org.partitioners.benchmarks.contenders.Removal;
import org.partitioners.benchmarks.results.Balance;
import org.partitioners.hash.Node;
import org.partitioners.hash.Nodes;

class BalancingTest {
  private static final Balancing BALANCING = new Balancing(20_000);

  @Test
  void aTableIsKnownExactly() {
    Balance table = BALANCING.of(Contenders.named("slot table, c = 1"));
    assertThat(table.exact()).isTrue();
    assertThat(table.maxOverMean()).isEqualTo(1);
    assertThat(table.movedOnRemove()).isGreaterThanOrEqualTo(1 / 64.0);
    assertThat(table.movedOnAdd() - table.gratuitousOnAdd()).isCloseTo(1 / 65.0, within(1e-4));
  }

  @Test
  void aStickyTableStartsFromTheOneBefore() {
    Balance sticky = BALANCING.of(Contenders.named("sticky slot table"));
    assertThat(sticky.gratuitousOnAdd()).isZero();
    assertThat(sticky.gratuitousOnRemove()).isZero();
  }

  /** Of hashes that are random, 1/65 stay by chance: ±0.004 is four standard deviations. */
  @Test
  void moduloMovesNearlyAll() {
    Balance modulo = BALANCING.of(Contenders.named("modulo"));
    assertThat(modulo.exact()).isFalse();
    assertThat(modulo.removed()).isEqualTo(Removal.LAST);
    assertThat(modulo.movedOnAdd()).isCloseTo(64 / 65.0, within(0.004));
    assertThat(modulo.gratuitousOnAdd()).isCloseTo(63 / 65.0, within(0.006));
  }

  @Test
  void whatTakesKeysAloneIsSampledByKeys() {
    Balance allgood = BALANCING.of(Contenders.named("allgood-consistent-hash"));
    assertThat(allgood.gratuitousOnAdd()).isZero();
    assertThat(allgood.movedOnRemove()).isCloseTo(1 / 64.0, within(0.01));
  }

  @Test
  void loadsAreComparedByWeight() {
    Nodes nodes = Nodes.of(Node.of("a"), Node.of("b").withWeight(3));
    assertThat(new Placements(nodes, new int[] {0, 1, 1, 1}).maxOverFair()).isEqualTo(1);
    assertThat(new Placements(nodes, new int[] {0, 0, 1, 1}).maxOverFair()).isEqualTo(2);
  }

  @Test
  void movesAreToldApartByName() {
    Placements before = new Placements(Nodes.named("a", "b", "c"), new int[] {0, 1, 2, 2});
    Placements after = new Placements(Nodes.named("a", "c", "d"), new int[] {0, 0, 1, 0});
    Movement movement = before.to(after);
    assertThat(movement.moved()).isEqualTo(0.5);
    assertThat(movement.gratuitous()).isEqualTo(0.25);
  }
}
