package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.partitioners.Description;
import org.partitioners.PartitionChange;

class RingTest {

  private static final long LAST = Ring.PLACES - 2;

  /** The first hash on a place. */
  private static long hashAt(long place) {
    return place << 17;
  }

  /**
   * Points that hardly differ, so that most collide: on one of four places each, by the letters of
   * the node's name.
   */
  private record CollidingPoints(Nodes nodes) implements RingPoints {

    static long place(char letter) {
      return (letter % 4) * (Ring.PLACES / 4);
    }

    @Override
    public Ring ring() {
      var ring =
          new Ring.Builder(nodes, nodes.list().stream().mapToInt(n -> n.name().length()).sum());
      for (int i = 0; i < nodes.size(); i++) {
        for (char letter : nodes.node(i).name().toCharArray()) {
          ring.add(place(letter), i);
        }
      }
      return ring.build();
    }

    @Override
    public RingPoints withNodes(Nodes others) {
      return new CollidingPoints(others);
    }

    @Override
    public Description description() {
      return Description.of("colliding").with("nodes", nodes.description());
    }

    @Override
    public String fingerprint() {
      return "colliding(" + nodes.fingerprint() + ")";
    }
  }

  private static Ring ring(Nodes nodes, long... places) {
    var ring = new Ring.Builder(nodes, places.length);
    for (int i = 0; i < places.length; i++) {
      ring.add(places[i], i % nodes.size());
    }
    return ring.build();
  }

  @Test
  void aPointTakesItsPlaceAndWhatIsBetweenItAndThePointBefore() {
    Ring ring = ring(Nodes.named("a", "b", "c"), 7, 1L << 46, 9);

    assertThat(ring.owner(hashAt(8) - 1)).isZero();
    assertThat(ring.owner(hashAt(8))).isEqualTo(2);
    assertThat(ring.owner(hashAt(10) - 1)).isEqualTo(2);
    assertThat(ring.owner(hashAt(10))).isEqualTo(1);
    assertThat(ring.owner(Long.MIN_VALUE)).isEqualTo(1);
  }

  @Test
  void goesRoundAfterTheLastPoint() {
    Ring ring = ring(Nodes.named("a", "b"), LAST - 1, 3);

    assertThat(ring.owner(hashAt(4) - 1)).isEqualTo(1);
    assertThat(ring.owner(hashAt(4))).isZero();
    assertThat(ring.owner(hashAt(LAST) - 1)).isZero();
    assertThat(ring.owner(hashAt(LAST))).isEqualTo(1);
    assertThat(ring.owner(-1)).isEqualTo(1);
    assertThat(ring.owner(0)).isEqualTo(1);
  }

  @Test
  void ofPointsOnOnePlaceTheFirstNameWins() {
    Ring ring = ring(Nodes.named("c", "a", "b"), 5, 5, 5);
    int[] all = new int[3];
    ring.owners(0, all);

    assertThat(ring.owner(0)).isEqualTo(1);
    assertThat(all).containsExactly(1, 2, 0);
  }

  /** However points crowd, in the middle of the circle or at its end. */
  @Property(tries = 200)
  void findsWhatASearchFinds(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 300) Integer> offsets,
      @ForAll @IntRange(max = 2) int third) {
    long base = third * (LAST / 2) - (third == 0 ? 0 : 300);
    long[] places = offsets.stream().mapToLong(offset -> base + offset).toArray();
    Nodes nodes = Nodes.numbered(places.length);
    Ring ring = ring(nodes, places);
    Comparator<Integer> inOrder =
        Comparator.<Integer>comparingLong(i -> places[i]).thenComparing(i -> nodes.node(i).name());

    for (long at = base; at < base + 301; at++) {
      long hash = hashAt(at);
      long place = at;
      List<Integer> expected = new ArrayList<>(IntStream.range(0, places.length).boxed().toList());
      expected.sort(
          Comparator.<Integer, Boolean>comparing(i -> places[i] < place).thenComparing(inOrder));
      int[] found = new int[Math.min(3, places.length)];
      ring.owners(hash, found);

      assertThat(ring.owner(hash)).isEqualTo(expected.get(0));
      assertThat(Arrays.stream(found).boxed().toList())
          .isEqualTo(expected.subList(0, found.length));
    }
  }

  @Property(tries = 200)
  void collisionsAreResolvedAlikeInWhateverOrderNodesCome(
      @ForAll @Size(min = 2, max = 12) List<@IntRange(max = 3000) Integer> numbers,
      @ForAll Random random) {
    List<Node> list =
        new ArrayList<>(numbers.stream().distinct().map(i -> Node.of("n" + i)).toList());
    ArcPartitioner<String> ordered = colliding(Nodes.of(list));
    Collections.shuffle(list, random);
    ArcPartitioner<String> shuffled = colliding(Nodes.of(list));
    ArcPartitioner<String> joined = colliding(Nodes.of(list.get(0)));
    for (Node node : list) {
      joined = joined.with(node);
    }

    assertThat(shuffled.regions()).isEqualTo(ordered.regions());
    assertThat(joined.regions()).isEqualTo(ordered.regions());
    for (int quarter = 0; quarter < 4; quarter++) {
      String key = "key-" + quarter;
      List<Node> preferred = ordered.preferenceList(key, list.size());
      assertThat(shuffled.preferenceList(key, list.size())).isEqualTo(preferred);
      if (list.size() > 1) {
        NodePartitioner<String> without = shuffled.without(preferred.get(0).name());
        assertThat(without.preferenceList(key, list.size() - 1))
            .isEqualTo(preferred.subList(1, list.size()));
      }
    }
    Node gone = list.get(0);
    if (list.size() > 1) {
      assertThat(PartitionChange.between(ordered, ordered.without(gone.name())).moves())
          .allMatch(move -> move.from().equals(gone.name()));
    }
  }

  private static ArcPartitioner<String> colliding(Nodes nodes) {
    return new RingPartitioner<>(new CollidingPoints(nodes), KeyHashers.strings());
  }
}
