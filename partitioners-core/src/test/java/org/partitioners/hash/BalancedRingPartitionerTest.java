package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.PartitionChange;

class BalancedRingPartitionerTest extends ArcPartitionerContractTest {

  @Override
  ArcPartitioner<String> partitioner(Nodes nodes, KeyHasher<String> hasher) {
    return HashPartitioners.balancedRing(nodes, 16, hasher);
  }

  @Override
  boolean dependsOnMembershipAlone() {
    return false;
  }

  private static ArcPartitioner<String> over(Nodes nodes) {
    return HashPartitioners.balancedRing(nodes, 16, KeyHashers.strings());
  }

  /** The largest share as a multiple of what is fair by weight. */
  private double worst(ArcPartitioner<String> ring) {
    double[] shares = shares(ring);
    double total = ring.nodes().list().stream().mapToDouble(Node::weight).sum();
    double worst = 0;
    for (int i = 0; i < shares.length; i++) {
      worst = Math.max(worst, shares[i] * total / ring.nodes().node(i).weight());
    }
    return worst;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 64, 1000})
  void sharesAreExactWhenMade(int size) {
    Nodes nodes = Nodes.numbered(size);
    if (size > 2) {
      nodes = nodes.with(Node.of("1").withWeight(0.3)).with(Node.of("2").withWeight(4));
    }

    assertThat(worst(over(nodes))).isCloseTo(1, within(1e-9));
  }

  @Test
  void takesAllWeights() {
    Nodes nodes =
        Nodes.of(
            Node.of("lightest").withWeight(1 / Node.MAX_WEIGHT),
            Node.of("light").withWeight(1 / Node.MAX_WEIGHT),
            Node.of("heaviest").withWeight(Node.MAX_WEIGHT));
    ArcPartitioner<String> ring = HashPartitioners.balancedRing(nodes, 1, KeyHashers.strings());
    for (String name : List.of("next", "last")) {
      ring = ring.with(Node.of(name).withWeight(1 / Node.MAX_WEIGHT));
    }

    assertThat(shares(ring)).doesNotContain(0);
  }

  @Test
  void staysEvenAsNodesCome() {
    ArcPartitioner<String> ring = over(Nodes.numbered(64));
    for (int size = 65; size <= 160; size++) {
      ring = ring.withNodes(Nodes.numbered(size));
      assertThat(worst(ring)).as("%s nodes", size).isLessThan(1.06);
    }
    assertThat(worst(ring)).isLessThan(1.045);

    ArcPartitioner<String> grownFromOne = over(Nodes.numbered(1)).withNodes(Nodes.numbered(64));
    assertThat(worst(grownFromOne)).isLessThan(1.03);
  }

  @Test
  void whoGoesIsSharedOutAndWhoComesInItsPlaceRestoresIt() {
    ArcPartitioner<String> ring = over(Nodes.numbered(64));
    for (Node gone : Nodes.numbered(64).list()) {
      var without = ring.without(gone.name());
      var replaced = without.with(Node.of("new"));

      // Each of its sixteenths to another node.
      assertThat(worst(without)).isLessThan((1 + 1 / 16.0) * 63 / 64 + 1e-6);
      assertThat(worst(replaced)).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void recoversFromManyThatGo() {
    ArcPartitioner<String> ring = over(Nodes.numbered(128));
    Random random = new Random(5);
    while (ring.numPartitions() > 64) {
      Node gone = ring.nodes().node(random.nextInt(ring.numPartitions()));
      ring = ring.without(gone.name());
    }
    assertThat(worst(ring)).isLessThan(1.7);
    for (int i = 0; i < 32; i++) {
      ring = ring.with(Node.of("new-" + i));
    }

    assertThat(worst(ring)).isLessThan(1.05);
  }

  @Test
  void staysFairlyEvenAsWeightsChange() {
    ArcPartitioner<String> ring = over(Nodes.numbered(64));
    Random random = new Random(9);
    for (int i = 0; i < 100; i++) {
      double weight = List.of(0.5, 0.9, 1.0, 1.3, 2.0).get(random.nextInt(5));
      Node changed = Node.of("" + random.nextInt(64)).withWeight(weight);
      ring = ring.with(changed);
      assertThat(worst(ring)).as("after %s changes", i).isLessThan(1.25);
    }
  }

  @Test
  void aSmallChangeOfWeightMovesTheNodesOwnTokens() {
    ArcPartitioner<String> ring = over(Nodes.numbered(20));
    for (double weight : new double[] {1.01, 1.03, 0.99}) {
      var changed = ring.with(Node.of("7").withWeight(weight));

      assertThat(shares(changed)[7]).isCloseTo(weight / (19 + weight), within(1e-9));
      assertThat(PartitionChange.between(ring, changed).moves())
          .allMatch(move -> (weight > 1 ? move.to() : move.from()).equals("7"));
    }
  }

  @Test
  void aLargeChangeOfWeightAddsOrDropsTokens() {
    ArcPartitioner<String> ring = over(Nodes.numbered(20));
    for (double weight : new double[] {3, 0.25}) {
      var changed = ring.with(Node.of("7").withWeight(weight));

      double fair = weight / (19 + weight);
      assertThat(shares(changed)[7]).isCloseTo(fair, within(0.01 * fair));
      assertThat(PartitionChange.between(ring, changed).moves())
          .allMatch(move -> (weight > 1 ? move.to() : move.from()).equals("7"));
    }
  }

  /** Also where nodes leave, come and change weight at once. */
  @Property(tries = 100)
  void tokensOfThoseThatStayStay(
      @ForAll("memberships") Nodes nodes, @ForAll("memberships") Nodes others) {
    Tokens before = Tokens.of(nodes, 8);
    Tokens after = before.withNodes(others);
    Set<Long> places = new HashSet<>();
    for (int i = 0; i < others.size(); i++) {
      Node node = others.node(i);
      assertThat(after.tokens(i))
          .hasSizeGreaterThanOrEqualTo(1)
          .hasSizeLessThanOrEqualTo(Math.max(RingPoints.count(8, node), 22))
          .isSorted();
      Arrays.stream(after.tokens(i)).forEach(place -> assertThat(places.add(place)).isTrue());
      int old = nodes.indexOf(node.name());
      if (old >= 0 && nodes.node(old).equals(node)) {
        assertThat(after.tokens(i)).isEqualTo(before.tokens(old));
      }
    }
  }

  /** Neither when made nor in a change does the order of a list of nodes matter. */
  @Property(tries = 50)
  void theOrderOfAListOfNodesDoesNotMatter(
      @ForAll("memberships") Nodes nodes,
      @ForAll("memberships") Nodes others,
      @ForAll Random random) {
    ArcPartitioner<String> ring = over(nodes);
    ArcPartitioner<String> shuffled = over(shuffled(nodes, random));

    assertThat(shuffled.regions()).isEqualTo(ring.regions());
    assertThat(shuffled.withNodes(shuffled(others, random)).regions())
        .isEqualTo(ring.withNodes(others).regions());
  }

  private static Nodes shuffled(Nodes nodes, Random random) {
    List<Node> list = new ArrayList<>(nodes.list());
    Collections.shuffle(list, random);
    return Nodes.of(list);
  }

  @Test
  void historyIsPartOfWhatItIs() {
    ArcPartitioner<String> made = over(Nodes.numbered(10));
    var grown = over(Nodes.numbered(9)).with(Node.of("9"));

    assertThat(grown)
        .isNotEqualTo(made)
        .isEqualTo(over(Nodes.numbered(9)).with(Node.of("9")))
        .hasSameHashCodeAs(over(Nodes.numbered(9)).with(Node.of("9")));
    assertThat(grown.fingerprint()).isNotEqualTo(made.fingerprint());
    assertThat(made.fingerprint())
        .matches(
            "balancedRing\\(10 nodes#[0-9a-f]{16}, 16, tokens#[0-9a-f]{16}\\)"
                + "/xxh3-64\\(string, seed 0\\)");
  }

  /** Who comes, goes or changes weight finds the same tokens in every version. */
  @Test
  void aHistoryLeadsWhereItEverDid() {
    NodePartitioner<String> ring =
        over(Nodes.numbered(9))
            .with(Node.of("9"))
            .without("3")
            .with(Node.of("5").withWeight(2))
            .with(Node.of("6").withWeight(0.25))
            .with(Node.of("7").withWeight(1.01));

    assertThat(ring.fingerprint())
        .isEqualTo(
            "balancedRing(9 nodes#a137bfa5021938a4, 16, tokens#a18dc1f3decdb50f)"
                + "/xxh3-64(string, seed 0)");
  }

  @Test
  void serializationKeepsTheTokens() throws IOException, ClassNotFoundException {
    ArcPartitioner<String> grown = over(Nodes.numbered(9)).with(Node.of("9"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(grown);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ArcPartitioner<?> copy = (ArcPartitioner<?>) in.readObject();

      assertThat(copy).isEqualTo(grown);
      assertThat(copy.regions()).isEqualTo(grown.regions());
    }
  }

  @Test
  void refusesNumbersOfTokensOutOfRange() {
    for (int tokens : new int[] {0, -1, 65537}) {
      assertThatThrownBy(
              () -> HashPartitioners.balancedRing(Nodes.numbered(2), tokens, KeyHashers.strings()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("tokensPerNode: " + tokens + " not in [1..65536]");
    }
    Node heavy = Node.of("heavy").withWeight(Node.MAX_WEIGHT);
    String message =
        "tokensPerNode: 257 per unit of weight are 16842752 for all nodes, not in"
            + " [1..16777216]; take fewer, or smaller weights";
    assertThatThrownBy(
            () -> HashPartitioners.balancedRing(Nodes.of(heavy), 257, KeyHashers.strings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(
            () ->
                HashPartitioners.balancedRing(Nodes.named("heavy"), 257, KeyHashers.strings())
                    .with(heavy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
