package org.partitioners.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;

class PartitionTurnsTest {
  private static final KeyPartitioner<String> SIX = HashPartitioners.jump(6, KeyHashers.strings());
  private static final PartitionMap MAP =
      PartitionMap.first(SIX, PartitionLocations.numbered(6))
          .withSalted(Map.of("hot", List.of(4, 1, 2), "warm", List.of(5, 0)));

  private static List<Integer> next(PartitionTurns<String> turns, String key, int count) {
    return IntStream.range(0, count).mapToObj(i -> turns.next(key)).toList();
  }

  @Test
  void hotKeysTakeTurnsEachByItself() {
    PartitionTurns<String> turns = PartitionTurns.of(MAP, String.class);
    assertThat(next(turns, "hot", 4)).containsExactly(1, 2, 4, 1);
    assertThat(next(turns, "warm", 3)).containsExactly(0, 5, 0);
    assertThat(next(turns, "hot", 2)).containsExactly(2, 4);
    assertThat(next(turns, "cold", 3)).containsOnly(SIX.partition("cold"));
    assertThatThrownBy(() -> turns.next(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key: null is not a key");
  }

  @Test
  @SuppressWarnings("unchecked")
  void travelsWithAJob() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(PartitionTurns.of(MAP, String.class));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      PartitionTurns<String> there = (PartitionTurns<String>) in.readObject();
      assertThat(next(there, "hot", 3)).containsExactly(1, 2, 4);
      assertThat(there.next("cold")).isEqualTo(SIX.partition("cold"));
    }
  }

  @Test
  void withoutSaltedKeysEachKeyHasItsPartition() {
    PartitionTurns<String> turns =
        PartitionTurns.of(PartitionMap.first(SIX, PartitionLocations.numbered(6)), String.class);
    for (String key : List.of("a", "hot", "warm")) {
      assertThat(next(turns, key, 3)).containsOnly(SIX.partition(key));
    }
  }
}
