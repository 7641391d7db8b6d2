package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionChange;
import org.partitioners.PartitionLoad;

class BoundedLoadTest extends HashPartitionerContractTest {

  /** So few keys that those without a bound show whether they are placed as claimed. */
  @Override
  HashPartitioner<String> partitioner(int numPartitions, KeyHasher<String> hasher) {
    return BoundedLoad.of(HashPartitioners.ring(numPartitions, hasher), 1.1, keys(100));
  }

  @Override
  protected Movement movement() {
    return Movement.ANY;
  }

  @Override
  protected double[] shares(int numPartitions) {
    return new RingPartitionerTest()
        .shares(HashPartitioners.ring(numPartitions, KeyHashers.strings()));
  }

  private static List<String> keys(int number) {
    return IntStream.range(0, number).mapToObj(i -> "user-" + i).toList();
  }

  private static NodePartitioner<String> ring(Nodes nodes) {
    return HashPartitioners.ring(nodes, 50, KeyHashers.strings());
  }

  @Provide
  Arbitrary<Nodes> nodes() {
    return Arbitraries.of(0.5, 1.0, 2.0)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40)
        .map(
            weights ->
                Nodes.of(
                    IntStream.range(0, weights.size())
                        .mapToObj(i -> Node.of("node-" + i).withWeight(weights.get(i)))
                        .toList()));
  }

  /** With weights and bounds that doubles represent exactly. */
  @Provide
  Arbitrary<Double> bounds() {
    return Arbitraries.of(1.0, 1.125, 1.25, 2.0);
  }

  @Property(tries = 100)
  void noNodeIsAboveItsBound(
      @ForAll("nodes") Nodes nodes,
      @ForAll("bounds") double c,
      @ForAll @IntRange(max = 500) int numKeys) {
    BoundedLoad<String> bounded = BoundedLoad.of(ring(nodes), c, keys(numKeys));
    PartitionLoad load = bounded.load();
    long halves = nodes.list().stream().mapToLong(node -> (long) (2 * node.weight())).sum();

    assertThat(load.total()).isEqualTo(numKeys);
    assertThat(load).isEqualTo(PartitionLoad.of(bounded, keys(numKeys)));
    for (int i = 0; i < nodes.size(); i++) {
      long numerator = (long) (8 * c * numKeys * 2 * nodes.node(i).weight());
      assertThat((long) bounded.bound(i))
          .isEqualTo(Math.min(numKeys, -Math.floorDiv(-numerator, 8 * halves)))
          .isGreaterThanOrEqualTo(load.count(i));
    }
  }

  @Property(tries = 50)
  void nodesThatAKeyPrefersToItsOwnAreFull(
      @ForAll("nodes") Nodes nodes,
      @ForAll("bounds") double c,
      @ForAll @IntRange(max = 300) int numKeys) {
    NodePartitioner<String> ring = ring(nodes);
    BoundedLoad<String> bounded = BoundedLoad.of(ring, c, keys(numKeys));
    PartitionLoad load = bounded.load();
    for (String key : keys(numKeys)) {
      for (Node preferred : ring.preferenceList(key, nodes.size())) {
        if (preferred.equals(bounded.node(key))) {
          break;
        }
        int full = nodes.indexOf(preferred.name());
        assertThat(load.count(full)).isEqualTo(bounded.bound(full));
      }
    }
  }

  @Property(tries = 50)
  void theOrderOfKeysAndNodesDoesNotMatter(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 9) Integer> tenths,
      @ForAll("bounds") double c,
      @ForAll Random random) {
    List<Node> nodes = new ArrayList<>();
    for (int tenth : tenths) {
      nodes.add(Node.of("node-" + nodes.size()).withWeight(tenth / 10.0));
    }
    List<String> keys = new ArrayList<>(keys(200));
    BoundedLoad<String> ordered = BoundedLoad.of(ring(Nodes.of(nodes)), c, keys);
    Collections.shuffle(keys, random);
    Collections.shuffle(nodes, random);
    BoundedLoad<String> shuffled = BoundedLoad.of(ring(Nodes.of(nodes)), c, keys);

    assertThat(PartitionChange.between(ordered, shuffled, keys).moves()).isEmpty();
  }

  @Test
  void placesAsThePartitionerWhereBoundsDoNotBind() {
    NodePartitioner<String> ring = ring(Nodes.numbered(10));
    BoundedLoad<String> bounded = BoundedLoad.of(ring, 10, keys(1_000));

    assertThat(PartitionChange.between(ring, bounded, keys(2_000)).moves()).isEmpty();
  }

  @Test
  void isEvenWhereNoUnevennessIsAllowed() {
    BoundedLoad<String> bounded = BoundedLoad.of(ring(Nodes.numbered(10)), 1, keys(1_000));

    assertThat(bounded.load().counts()).containsOnly(100);
    assertThat(bounded.withNodes(Nodes.numbered(8)).load().counts()).containsOnly(125);
  }

  /** With the others' keys that pass over, no more than a third again of the least. */
  @Test
  void aNodeThatGoesMovesLittleElse() {
    Nodes nodes = Nodes.numbered(64);
    BoundedLoad<String> bounded =
        BoundedLoad.of(HashPartitioners.ring(nodes, KeyHashers.strings()), 1.1, keys(20_000));
    int least = 0;
    int moved = 0;
    for (int gone = 0; gone < 64; gone += 7) {
      least += (int) bounded.load().count(gone);
      moved +=
          PartitionChange.between(
                  bounded, bounded.withNodes(nodes.without("" + gone)), keys(20_000))
              .moves()
              .size();
    }

    assertThat(moved).isBetween(least, least * 4 / 3);
  }

  @Test
  void placesNoKeys() {
    BoundedLoad<String> bounded = BoundedLoad.of(ring(Nodes.numbered(3)), 1, List.of());

    assertThat(bounded.load().total()).isZero();
    assertThat(bounded.node("any")).isEqualTo(ring(Nodes.numbered(3)).node("any"));
  }

  @Test
  void tellsBoundsAndKeysApart() {
    NodePartitioner<String> ring = ring(Nodes.numbered(3));
    BoundedLoad<String> bounded = BoundedLoad.of(ring, 1.5, keys(9));

    assertThat(
            List.of(
                bounded,
                BoundedLoad.of(ring, 1.25, keys(9)),
                BoundedLoad.of(ring, 1.5, keys(8)),
                BoundedLoad.of(ring(Nodes.numbered(4)), 1.5, keys(9))))
        .doesNotHaveDuplicates()
        .extracting(HashPartitioner::fingerprint)
        .doesNotHaveDuplicates();
    assertThat(bounded.fingerprint())
        .startsWith("boundedLoad(1.5, 9 keys#")
        .endsWith(")/" + ring.fingerprint());
  }

  @Test
  void refusesWhatItCannotPlace() {
    NodePartitioner<String> ring = ring(Nodes.numbered(3));
    for (double c : new double[] {0.99, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> BoundedLoad.of(ring, c, keys(9)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("c: " + c + " not in [1..∞)");
    }
    String hash = String.format("%016x", KeyHashers.strings().hash("a"));
    assertThatThrownBy(() -> BoundedLoad.of(ring, 2, Arrays.asList("a", "b", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "keys: two have the hash "
                + hash
                + "; give each key once, or another seed to the hasher");
    assertThatThrownBy(() -> BoundedLoad.of(null, 2, keys(9)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("partitioner");
    assertThatThrownBy(() -> BoundedLoad.of(ring, 2, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("keys");
  }
}
