package org.partitioners.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import org.junit.jupiter.api.Test;

class PlacedKeyTest {

  @Test
  void isItsKeyAndItsHashCode() {
    PlacedKey<String> placed = new PlacedKey<>("alice", 7);
    assertThat(placed).isEqualTo(new PlacedKey<>("alice", 7)).hasSameHashCodeAs(7);
    assertThat(placed).isNotEqualTo(new PlacedKey<>("alice", 8));
    assertThat(placed).isNotEqualTo(new PlacedKey<>("bob", 7));
    assertThat(placed.equals((Object) "alice")).isFalse();
    assertThat(placed.key()).isEqualTo("alice");
    assertThat(placed).hasToString("alice");
  }

  @Test
  void comparesArraysByContents() {
    PlacedKey<byte[]> placed = new PlacedKey<>(new byte[] {1, 2}, 7);
    assertThat(placed).isEqualTo(new PlacedKey<>(new byte[] {1, 2}, 7));
    assertThat(placed).isNotEqualTo(new PlacedKey<>(new byte[] {1, 3}, 7));
    assertThat(new PlacedKey<>(new String[] {"a"}, 7))
        .isEqualTo(new PlacedKey<>(new String[] {"a"}, 7));
  }

  @Test
  void neverAsksForTheKeysHashCode() {
    assertThat(new PlacedKey<>(DayOfWeek.MONDAY, 7)).hasSameHashCodeAs(7);
  }
}
