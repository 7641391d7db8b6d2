package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final KvCoder<String, Integer> CODER =
      KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of());
  private static final byte[] WINDOW = {1, 2, 3};

  private static byte[] salted(String key, int salt) {
    return EncodedKey.of(KV.of(key, salt), CODER).bytes();
  }

  @Property(tries = 100)
  void goesRoundThePlaces(
      @ForAll @IntRange(min = 1, max = 40) int places,
      @ForAll @IntRange(max = 900) int moreKeyGroups,
      @ForAll @IntRange(min = 1, max = 200) int cells,
      @ForAll long first) {
    assertGoesRound(Placement.flinkBatch(places), cells, first);
    assertGoesRound(Placement.flinkStreaming(places, places + moreKeyGroups), cells, first);
  }

  private static void assertGoesRound(Placement placement, int cells, long first) {
    List<Integer> salts = placement.salts(cells, first, salt -> salted("key", salt), WINDOW);
    assertThat(new HashSet<>(salts)).hasSize(cells);
    int[] counts = new int[placement.places()];
    for (int salt : salts) {
      counts[placement.place(salted("key", salt), WINDOW)]++;
    }
    for (int place = 0; place < counts.length; place++) {
      assertThat(counts[place])
          .isBetween(cells / counts.length, (cells + counts.length - 1) / counts.length);
    }
    assertThat(counts[(int) Long.remainderUnsigned(first, counts.length)]).isPositive();
  }

  @Test
  void leavesSaltsAloneWherePlacesAreUnknown() {
    assertThat(Placement.unknown(4).salts(9, 0, salt -> salted("key", salt), WINDOW)).isEmpty();
    assertThat(Placement.unknown(4)).hasToString("unknown(4)");
    assertThat(Placement.flinkBatch(4)).hasToString("flinkBatch(4)");
    assertThat(Placement.flinkStreaming(4, 128)).hasToString("flinkStreaming(4, 128)");
  }
}
