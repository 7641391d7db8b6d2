package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.partitioners.PartitionChange;
import org.partitioners.PartitionChange.Move;
import org.partitioners.RegionPartitioner.Assignment;

/** The contract of partitioners that divide the hash space into arcs. */
abstract class ArcPartitionerContractTest extends NodePartitionerContractTest {

  private static final int TRIES = 40;

  @Override
  abstract ArcPartitioner<String> partitioner(Nodes nodes, KeyHasher<String> hasher);

  /** The shares of the arcs, which are what a partitioner does; weights are what it aims at. */
  @Override
  double[] shares(NodePartitioner<String> partitioner) {
    double[] shares = new double[partitioner.numPartitions()];
    for (Assignment<HashArc> arc : ((ArcPartitioner<String>) partitioner).regions()) {
      shares[partitioner.nodes().indexOf(arc.partition())] += arc.region().share();
    }
    return shares;
  }

  /** Some of a dozen nodes, in any order, each with any of a few weights. */
  @Provide
  Arbitrary<Nodes> memberships() {
    Arbitrary<Double> weights =
        takesWeights() ? Arbitraries.of(0.5, 1.0, 2.7) : Arbitraries.of(1.0);
    Arbitrary<String> names = Arbitraries.integers().between(0, 11).map(i -> "node-" + i);
    return names
        .flatMap(name -> weights.map(weight -> Node.of(name).withWeight(weight)))
        .list()
        .uniqueElements(Node::name)
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(Nodes::of);
  }

  private ArcPartitioner<String> over(Nodes nodes) {
    return partitioner(nodes, KeyHashers.strings());
  }

  private static ArcPartitioner<String> withNodes(ArcPartitioner<String> before, Nodes nodes) {
    return before.withNodes(nodes);
  }

  /** Random hashes, and those on both sides of each end of an arc. */
  private static long[] hashes(List<Assignment<HashArc>> arcs) {
    return LongStream.concat(
            new SplittableRandom(8).longs(500),
            arcs.stream()
                .mapToLong(arc -> arc.region().to())
                .flatMap(to -> LongStream.of(to, to + 1)))
        .toArray();
  }

  @Property(tries = TRIES)
  void arcsCoverAllHashesWithoutGapOrOverlap(@ForAll("memberships") Nodes nodes) {
    ArcPartitioner<String> partitioner = over(nodes);
    List<Assignment<HashArc>> arcs = partitioner.regions();

    assertThat(arcs.get(0).region().from()).isEqualTo(-1);
    assertThat(arcs.get(arcs.size() - 1).region().to()).isEqualTo(-1);
    for (int i = 1; i < arcs.size(); i++) {
      assertThat(arcs.get(i).region().from()).isEqualTo(arcs.get(i - 1).region().to());
      assertThat(arcs.get(i).partition()).isNotEqualTo(arcs.get(i - 1).partition());
    }
    for (Assignment<HashArc> arc : arcs) {
      for (long hash : new long[] {arc.region().from() + 1, arc.region().to()}) {
        assertThat(partitioner.partitionName(partitioner.partitionOf(hash)))
            .isEqualTo(arc.partition());
      }
    }
  }

  @Property(tries = TRIES)
  void aHashMovesIfAndOnlyIfItsArcIsListed(
      @ForAll("memberships") Nodes nodes, @ForAll("memberships") Nodes others) {
    ArcPartitioner<String> before = over(nodes);
    ArcPartitioner<String> after = withNodes(before, others);
    List<Move<HashArc>> moves = PartitionChange.between(before, after).moves();
    checkMoves(before, after, moves, hashes(before.regions()));
    checkMoves(before, after, moves, hashes(after.regions()));
  }

  private static void checkMoves(
      ArcPartitioner<String> before,
      ArcPartitioner<String> after,
      List<Move<HashArc>> moves,
      long[] hashes) {
    for (long hash : hashes) {
      String from = before.partitionName(before.partitionOf(hash));
      String to = after.partitionName(after.partitionOf(hash));
      Move<HashArc> last = lastFromAtOrBefore(moves, hash);
      if (last != null && last.region().contains(hash)) {
        assertThat(List.of(last.from(), last.to())).isEqualTo(List.of(from, to));
      } else {
        assertThat(from).isEqualTo(to);
      }
    }
  }

  /** By bisection: arcs are listed in order. */
  private static Move<HashArc> lastFromAtOrBefore(List<Move<HashArc>> moves, long hash) {
    int low = 0;
    int high = moves.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (Long.compareUnsigned(moves.get(middle).region().from() + 1, hash) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : moves.get(low - 1);
  }

  /** However many come, go and change weight at once. */
  @Property(tries = TRIES)
  void nothingMovesBetweenNodesThatStayAsTheyAre(
      @ForAll("memberships") Nodes nodes, @ForAll("memberships") Nodes others) {
    if (gratuitousMovement() > 0) {
      return;
    }
    ArcPartitioner<String> before = over(nodes);
    ArcPartitioner<String> after = withNodes(before, others);
    Set<Node> unchanged = new HashSet<>(nodes.list());
    unchanged.retainAll(others.list());
    PartitionChange<HashArc> change = PartitionChange.between(before, after);

    assertThat(change.among(unchanged.stream().map(Node::name).collect(Collectors.toSet())).moves())
        .isEmpty();
  }

  /** A node that comes only takes, one that goes only gives: exactly its share. */
  @Property(tries = TRIES)
  void whoComesOrGoesMovesItsShare(@ForAll("memberships") Nodes nodes) {
    if (gratuitousMovement() > 0) {
      return;
    }
    ArcPartitioner<String> before = over(nodes);
    ArcPartitioner<String> with = withNodes(before, nodes.with(Node.of("newcomer")));
    PartitionChange<HashArc> coming = PartitionChange.between(before, with);
    PartitionChange<HashArc> going =
        PartitionChange.between(with, withNodes(with, with.nodes().without("newcomer")));

    double share = shares(with)[nodes.size()];
    assertThat(coming.total(HashArc::share)).isCloseTo(share, within(1e-12));
    assertThat(coming.moves()).allMatch(move -> move.to().equals("newcomer"));
    assertThat(going.total(HashArc::share)).isCloseTo(share, within(1e-12));
    assertThat(going.moves()).allMatch(move -> move.from().equals("newcomer"));
  }
}
