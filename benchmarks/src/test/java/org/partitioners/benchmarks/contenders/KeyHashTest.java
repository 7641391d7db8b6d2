package org.partitioners.benchmarks.contenders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyHashTest {
  private static final int KEYS = 300;

  static List<KeyHash> functions() {
    return KeyHash.ALL;
  }

  @ParameterizedTest
  @MethodSource("functions")
  void hashesEqualKeysAlikeAndOthersNot(KeyHash hash) {
    long[] hashes = Arrays.stream(hash.keys(KEYS)).mapToLong(hash.function()).toArray();
    assertThat(Arrays.stream(hash.keys(KEYS)).mapToLong(hash.function()).toArray())
        .isEqualTo(hashes);
    assertThat(hashes).doesNotHaveDuplicates();
  }

  @Test
  void isFoundByNameAndType() {
    for (KeyHash hash : KeyHash.ALL) {
      assertThat(KeyHash.named(hash.name(), hash.keyType())).isSameAs(hash);
    }
  }

  @Test
  void longerStringsHave16To32Characters() {
    assertThat(KeyHash.named("xxh3", KeyHash.LONGER_STRINGS).keys(KEYS))
        .extracting(key -> ((String) key).length())
        .contains(16, 32)
        .allMatch(length -> length >= 16 && length <= 32);
  }
}
