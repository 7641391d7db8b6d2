package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.junit.jupiter.api.Test;

class PiecesTest {

  private static List<Integer> pieces(int number, int firstValue) {
    Pieces pieces = new Pieces(number);
    List<Integer> given = new ArrayList<>();
    for (int i = 0; i < 2 * number; i++) {
      given.add(pieces.next(firstValue + i, VarIntCoder.of()));
    }
    return given;
  }

  @Test
  void givesEachPieceInTurnAndTheSameAgain() {
    for (int value = 0; value < 20; value++) {
      List<Integer> given = pieces(5, value);
      for (int i = 1; i < given.size(); i++) {
        assertThat(given.get(i)).isEqualTo((given.get(i - 1) + 1) % 5);
      }
      assertThat(pieces(5, value)).isEqualTo(given);
    }
  }

  @Test
  void beginsAnywhere() {
    Set<Integer> first = new HashSet<>();
    for (int value = 0; value < 100; value++) {
      first.add(pieces(5, value).get(0));
    }
    assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }
}
