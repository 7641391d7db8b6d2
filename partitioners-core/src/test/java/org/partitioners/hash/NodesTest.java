package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodesTest {

  @Test
  void namesNumberedNodesByNumber() {
    assertThat(Nodes.numbered(3)).isEqualTo(Nodes.named("0", "1", "2"));
  }

  @Test
  void comesGoesAndChanges() {
    Nodes nodes = Nodes.named("a", "b", "c");
    Node heavy = Node.of("b").withWeight(2).inZone("west");

    assertThat(nodes.with(Node.of("d"))).isEqualTo(Nodes.named("a", "b", "c", "d"));
    assertThat(nodes.without("b")).isEqualTo(Nodes.named("a", "c"));
    assertThat(nodes.with(heavy).list()).containsExactly(Node.of("a"), heavy, Node.of("c"));
    assertThat(heavy).isEqualTo(new Node("b", 2, "west"));
    assertThat(nodes.indexOf("c")).isEqualTo(2);
    assertThat(nodes.indexOf("d")).isEqualTo(-1);
    assertThat(nodes).isEqualTo(Nodes.named("a", "b", "c"));
  }

  @Test
  void fingerprintTellsAllPartsApart() {
    assertThat(
            List.of(
                Nodes.named("a", "b").fingerprint(),
                Nodes.named("b", "a").fingerprint(),
                Nodes.named("ab", "c").fingerprint(),
                Nodes.named("a", "bc").fingerprint(),
                Nodes.of(Node.of("a"), Node.of("b").withWeight(2)).fingerprint(),
                Nodes.of(Node.of("a"), Node.of("b").inZone("a")).fingerprint()))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.matches("2 nodes#[0-9a-f]{16}"));
  }

  @Test
  void refusesWhatIsNoMembership() {
    assertThatThrownBy(() -> Nodes.of())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nodes: 0 not in [1..65536]");
    assertThatThrownBy(() -> Nodes.named("a", "b", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nodes: the name a occurs twice; name each node differently");
    assertThatThrownBy(() -> Nodes.named("a", "b").without("c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: there is no node c");
    assertThatThrownBy(() -> Nodes.named("a").without("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: a is the only node; add another first");
  }

  @Test
  void refusesWhatIsNoNode() {
    assertThatThrownBy(() -> Node.of(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: blank; give the node a name of its own");
    assertThatThrownBy(() -> Node.of("a").inZone(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zone: blank; leave it out where there are none");
    for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 65537}) {
      assertThatThrownBy(() -> Node.of("a").withWeight(weight))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("weight: " + weight + " not in [1/65536..65536] (node a)");
    }
  }
}
