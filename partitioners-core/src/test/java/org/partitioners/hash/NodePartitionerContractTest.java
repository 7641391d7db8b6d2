package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.partitioners.GTest;
import org.partitioners.PartitionChange;
import org.partitioners.PartitionLoad;

/**
 * The contract of partitioners over named nodes. A subclass makes them, and says of each promise
 * that not all give whether it is given.
 */
abstract class NodePartitionerContractTest extends HashPartitionerContractTest {

  private static final int KEYS = 100_000;
  private static final double SIGNIFICANCE = 1e-4;

  /** A partitioner for nodes, made alike whenever the nodes are. */
  abstract NodePartitioner<String> partitioner(Nodes nodes, KeyHasher<String> hasher);

  /** The share of the keys that each node is to get: by weight, unless said otherwise. */
  double[] shares(NodePartitioner<String> partitioner) {
    List<Node> nodes = partitioner.nodes().list();
    double total = nodes.stream().mapToDouble(Node::weight).sum();
    return nodes.stream().mapToDouble(node -> node.weight() / total).toArray();
  }

  /** Whether nodes may differ in weight. */
  boolean takesWeights() {
    return true;
  }

  /** Whether places depend on the nodes alone, not on the order in which they came. */
  boolean dependsOnMembershipAlone() {
    return true;
  }

  /** The largest part of the keys that may move between nodes that both stay as they are. */
  double gratuitousMovement() {
    return 0;
  }

  /** Whether, of a node that goes, all keys fall to the second of their preference lists. */
  boolean secondTakesOver() {
    return true;
  }

  /**
   * Shares on the numbered nodes that the contract for numbers of partitions runs with. Not the
   * weights', for a partitioner may be uneven as it says.
   */
  @Override
  protected final double[] shares(int numPartitions) {
    return shares(partitioner(Nodes.numbered(numPartitions), KeyHashers.strings()));
  }

  @Override
  final HashPartitioner<String> partitioner(int numPartitions, KeyHasher<String> hasher) {
    return partitioner(Nodes.numbered(numPartitions), hasher);
  }

  /**
   * Growth by one numbered node, which comes last: exact where nothing moves gratuitously and a
   * partitioner made for more nodes is the one that has grown.
   */
  @Override
  protected final Movement movement() {
    return gratuitousMovement() == 0 && dependsOnMembershipAlone()
        ? Movement.MINIMAL
        : Movement.ANY;
  }

  private NodePartitioner<String> over(Nodes nodes) {
    return partitioner(nodes, KeyHashers.strings());
  }

  private Nodes nodes(int size) {
    return Nodes.of(
        IntStream.range(0, size)
            .mapToObj(
                i -> new Node("node-" + i, takesWeights() ? 1 + i % 4 * 0.75 : 1, "zone-" + i % 3))
            .toList());
  }

  private List<String> keys() {
    return IntStream.range(0, KEYS).mapToObj(this::key).toList();
  }

  @Test
  void namesPartitionsAfterNodes() {
    NodePartitioner<String> partitioner = over(nodes(5));

    assertThat(partitioner.nodes()).isEqualTo(nodes(5));
    assertThat(partitioner.numPartitions()).isEqualTo(5);
    for (int i = 0; i < 100; i++) {
      int place = partitioner.partition(key(i));
      assertThat(partitioner.partitionName(place)).isEqualTo("node-" + place);
      assertThat(partitioner.node(key(i))).isEqualTo(nodes(5).node(place));
    }
  }

  @Test
  void honoursWeights() {
    for (int size : new int[] {2, 7, 64}) {
      NodePartitioner<String> partitioner = over(nodes(size));
      PartitionLoad load = PartitionLoad.of(partitioner, keys());

      assertThat(GTest.pValue(load.counts(), shares(partitioner)))
          .as("probability of the load of %s nodes, %s", size, load)
          .isGreaterThan(SIGNIFICANCE);
    }
  }

  @Test
  void addingANodeTakesFromAllAlike() {
    for (int size : new int[] {1, 2, 9, 64}) {
      checkChange(nodes(size), nodes(size).with(Node.of("newcomer")), "newcomer");
    }
  }

  @Test
  void anyNodeCanGo() {
    for (int size : new int[] {2, 3, 10}) {
      for (int gone = 0; gone < size; gone++) {
        checkChange(nodes(size), nodes(size).without("node-" + gone), "node-" + gone);
      }
    }
    checkChange(nodes(64), nodes(64).without("node-17"), "node-17");
  }

  @Test
  void anotherWeightMovesKeysFromOrToThatNodeAlone() {
    if (!takesWeights()) {
      NodePartitioner<String> partitioner = over(nodes(3));
      assertThatThrownBy(() -> partitioner.with(Node.of("node-1").withWeight(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("nodes: ");
      return;
    }
    for (double weight : new double[] {0.25, 1.5, 8}) {
      Node changed = nodes(12).node(5).withWeight(weight);
      checkChange(nodes(12), nodes(12).with(changed), changed.name());
    }
  }

  /** Only the one node gives or takes, as much as the shares say. */
  private void checkChange(Nodes before, Nodes after, String changed) {
    NodePartitioner<String> old = over(before);
    NodePartitioner<String> changedOver = old.withNodes(after);
    PartitionChange<String> change = PartitionChange.between(old, changedOver, keys());
    Set<String> unchanged =
        after.list().stream().map(Node::name).collect(Collectors.toCollection(HashSet::new));
    unchanged.remove(changed);

    assertThat(change.among(unchanged).moves().size() / (double) KEYS)
        .as("gratuitous share, %s to %s nodes", before.size(), after.size())
        .isLessThanOrEqualTo(gratuitousMovement());

    double shareBefore = share(old, changed);
    double shareAfter = share(changedOver, changed);
    int exchanged = change.moves().size() - change.among(unchanged).moves().size();
    double expected = Math.abs(shareAfter - shareBefore);
    assertThat(change.moves())
        .filteredOn(move -> !unchanged.contains(move.from()) || !unchanged.contains(move.to()))
        .allMatch(move -> (shareAfter > shareBefore ? move.to() : move.from()).equals(changed));
    if (expected < 1 && gratuitousMovement() == 0) {
      assertThat(
              GTest.pValue(
                  new long[] {exchanged, KEYS - exchanged}, new double[] {expected, 1 - expected}))
          .as("probability of %s moves from %s to %s nodes", exchanged, before, after)
          .isGreaterThan(SIGNIFICANCE);
    }
  }

  private double share(NodePartitioner<String> partitioner, String name) {
    int index = partitioner.nodes().indexOf(name);
    return index < 0 ? 0 : shares(partitioner)[index];
  }

  @Test
  void dependsOnMembershipAloneWhereItSaysSo() {
    if (!dependsOnMembershipAlone()) {
      return;
    }
    List<Node> shuffled = new ArrayList<>(nodes(20).list());
    Collections.shuffle(shuffled, new Random(3));
    NodePartitioner<String> ordered = over(nodes(20));
    NodePartitioner<String> otherwise = over(Nodes.of(shuffled));
    NodePartitioner<String> detour =
        over(nodes(19)).with(Node.of("guest")).with(nodes(20).node(19)).without("guest");

    assertThat(PartitionChange.between(ordered, otherwise, keys()).moves()).isEmpty();
    assertThat(PartitionChange.between(ordered, detour, keys()).moves()).isEmpty();
    int[] preferred = new int[20];
    int[] preferredOtherwise = new int[20];
    for (int i = 0; i < 1_000; i++) {
      long hash = KeyHashers.strings().hash(key(i));
      ordered.preferenceList(hash, preferred);
      otherwise.preferenceList(hash, preferredOtherwise);
      assertThat(names(otherwise, preferredOtherwise)).isEqualTo(names(ordered, preferred));
    }
  }

  private static List<String> names(NodePartitioner<String> partitioner, int[] partitions) {
    return Arrays.stream(partitions).mapToObj(partitioner::partitionName).toList();
  }

  @Test
  void preferenceListsAreDistinctAndStartWithThePartition() {
    for (int size : new int[] {1, 2, 9, 70}) {
      NodePartitioner<String> partitioner = over(nodes(size));
      int[] all = new int[size];
      int[] some = new int[(size + 1) / 2];
      for (int i = 0; i < 500; i++) {
        long hash = KeyHashers.strings().hash(key(i));
        partitioner.preferenceList(hash, all);
        partitioner.preferenceList(hash, some);

        assertThat(all[0]).isEqualTo(partitioner.partitionOf(hash));
        assertThat(Arrays.stream(all).distinct()).hasSize(size);
        assertThat(all).startsWith(some);
        assertThat(partitioner.preferenceList(key(i), some.length).stream().map(Node::name))
            .containsExactlyElementsOf(names(partitioner, some));
      }
    }
  }

  @Test
  void theSecondTakesOverWhereItSaysSo() {
    if (!secondTakesOver()) {
      return;
    }
    NodePartitioner<String> partitioner = over(nodes(10));
    for (Node gone : nodes(10).list()) {
      NodePartitioner<String> without = partitioner.without(gone.name());
      for (int i = 0; i < 2_000; i++) {
        List<Node> preferred = partitioner.preferenceList(key(i), 2);
        Node expected = preferred.get(preferred.get(0).equals(gone) ? 1 : 0);
        assertThat(without.node(key(i))).isEqualTo(expected);
      }
    }
  }

  @Test
  void replicasAreSpreadOverZones() {
    NodePartitioner<String> partitioner = over(nodes(10));
    for (int i = 0; i < 500; i++) {
      List<Node> five = partitioner.preferenceList(key(i), 5, Spread.OVER_ZONES);

      assertThat(five).doesNotHaveDuplicates();
      assertThat(five.subList(0, 3)).extracting(Node::zone).doesNotHaveDuplicates();
      assertThat(five.get(0)).isEqualTo(partitioner.node(key(i)));
    }
  }

  @Test
  void refusesNumbersOfReplicasOutOfRange() {
    NodePartitioner<String> partitioner = over(nodes(4));
    for (int replicas : new int[] {0, -1, 5}) {
      assertThatThrownBy(() -> partitioner.preferenceList("key", replicas))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("replicas: " + replicas + " not in [1..4]");
    }
    for (int replicas : new int[] {0, 5}) {
      assertThatThrownBy(() -> partitioner.preferenceList(0, new int[replicas]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("replicas: " + replicas + " not in [1..4]");
    }
  }

  @Test
  void refusesMissingNodes() {
    assertThatThrownBy(() -> partitioner((Nodes) null, KeyHashers.strings()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("nodes");
  }
}
