package org.partitioners.benchmarks.terasort;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RowsTest {

  /** Computed from the definition of the generator, in numbers of any length. */
  @ParameterizedTest
  @CsvSource({
    "0,4a696d47726179524950,202020202001",
    "1,95e0e48262b3edfe0447,9485C755B646",
    "1000000,32c9af20bff42df02caa,3094B11944C1",
  })
  void makesTheRecordsOfTeraGen(long number, String key, String digits) {
    String filler = digits.replaceAll("(.)", "$1$1$1$1");

    assertThat(HexFormat.of().formatHex(new Rows(Keys.UNIFORM).row(number)))
        .isEqualTo(
            key
                + "0011"
                + HexFormat.of().formatHex(String.format("%032X", number).getBytes(ISO_8859_1))
                + "8899aabb"
                + HexFormat.of().formatHex(filler.getBytes(ISO_8859_1))
                + "ccddeeff");
  }

  /** As TeraValidate prints it for {@code teragen 1000000}. */
  @Test
  void hasTheChecksumOfTeraGen() {
    assertThat(new Input(0, 1_000_000, Keys.UNIFORM).checksum()).isEqualTo(0x7a27e2d0d55deL);
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void aRowIsTheSameHoweverItIsComeTo(Keys keys) {
    Rows inTurn = new Rows(keys);
    Rows here = new Rows(keys);
    for (long number = (1L << 33) - 100; number < (1L << 33) + 100; number++) {
      byte[] row = inTurn.row(number);
      if (number % 7 == 0) {
        assertThat(new Rows(keys).row(number)).isEqualTo(row);
        here.row(number / 2);
        assertThat(here.row(number)).isEqualTo(row);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void checksumsAddUp(Keys keys) {
    assertThat(new Input(300, 200, keys).checksum() + new Input(500, 100, keys).checksum())
        .isEqualTo(new Input(300, 300, keys).checksum());
  }

  /** Of gensort's table of common keys, numbers 0, 1, 20 and 64. */
  @Test
  void skewedKeysBeginAsThoseOfGensort() {
    assertThat(commonKeyOf(0)).isEqualTo("4a696d477261");
    assertThat(commonKeyOf(1)).isEqualTo("95e0e48262b3");
    assertThat(commonKeyOf(1 << 19)).isEqualTo("68d0cc3c1999");
  }

  /** The beginning of the first key from a number that has all 48 bits in common. */
  private static String commonKeyOf(long first) {
    Random128 random = new Random128();
    Random128 other = new Random128();
    // A row has all of them in common if bits 32 to 37 of its random number say 48.
    long seeking = 0;
    do {
      random.goTo(seeking++);
    } while (((random.low() >>> 32) & 0x3F) != 48);
    ByteBuffer key = ByteBuffer.allocate(Rows.KEY);
    Keys.SKEWED.write(first, random, other, key);
    return HexFormat.of().formatHex(key.array(), 0, 6);
  }

  /**
   * Of 200000 rows 10 standard deviations either way: that of the most frequent key is 106, that of
   * rows that are skewed 194.
   */
  @Test
  void keysAreAsFrequentAsTheyShould() {
    int rows = 200_000;
    Map<String, Integer> counts = new HashMap<>();
    Rows zipf = new Rows(Keys.ZIPF);
    Rows skewed = new Rows(Keys.SKEWED);
    Rows uniform = new Rows(Keys.UNIFORM);
    int changed = 0;
    for (int i = 0; i < rows; i++) {
      counts.merge(new String(Rows.key(zipf.row(i)), ISO_8859_1), 1, Integer::sum);
      changed += Rows.compare(skewed.row(i), uniform.row(i)) == 0 ? 0 : 1;
    }

    double most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    assertThat(most / rows).isBetween(0.055, 0.066);
    assertThat(counts).hasSizeBetween(20_000, 100_000);
    // Three of four, but for those of which the bits replaced are the same by chance: of one bit
    // in common half, of two a quarter, and so on, 1/64 of all.
    assertThat((double) changed / rows).isBetween(0.72, 0.75);
  }
}
