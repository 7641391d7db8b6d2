package org.partitioners.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.Description;
import org.partitioners.KeyPartitioner;
import org.partitioners.PartitionLoad;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.skew.SaltingPlan;

class PartitionMapTest {

  private static final KeyPartitioner<String> FOUR =
      HashPartitioners.modulo(4, KeyHashers.strings());
  private static final PartitionMap MAP =
      PartitionMap.first(FOUR, PartitionLocations.numbered(4).with(2, "hot/a", "hot/b"));

  @Test
  void locatesPartitions() {
    assertThat(MAP.locations().of(0)).containsExactly("partition=0");
    assertThat(MAP.locations().of(2)).containsExactly("hot/a", "hot/b");
    assertThat(PartitionLocations.of("by/{}.csv", 9).of(8)).containsExactly("by/8.csv");
    assertThat(PartitionLocations.listed(List.of("x", "y")).of(1)).containsExactly("y");
    assertThatThrownBy(() -> MAP.locations().of(4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", "..", "a/../b", ".", "s3:a", "a\\b"})
  void refusesPathsThatAreNotRelative(String path) {
    assertThatThrownBy(() -> MAP.locations().with(1, path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "others[1]: \"%s\" is not a relative path: segments between slashes, not empty, . or"
                + " .., without colon or backslash",
            path);
  }

  @Test
  void refusesTemplatesWithoutAPlaceForTheNumber() {
    assertThatThrownBy(() -> PartitionLocations.of("p", 2))
        .hasMessage("template: p has not {} just once");
    assertThatThrownBy(() -> PartitionLocations.of("{}/{}", 2))
        .hasMessage("template: {}/{} has not {} just once");
    assertThatThrownBy(() -> MAP.locations().with(1))
        .hasMessage("others[1]: no path; a partition lies somewhere, though empty");
    assertThatThrownBy(() -> PartitionLocations.numbered(0))
        .hasMessage("numPartitions: 0 not in [1..2147483647]");
  }

  @Test
  void saltsHotKeysOverTheirPlacesAndHome() {
    SaltingPlan<String> plan =
        SaltingPlan.balanced(Map.of("hot", 1000L, "warm", 60L), PartitionLoad.of(100, 0, 100, 0));
    PartitionMap salted = MAP.withSalted(plan, FOUR);
    assertThat(salted.salted().keySet()).containsExactlyElementsOf(plan.hotKeys());
    assertThat(salted.salted().get("hot")).isSorted().contains(FOUR.partition("hot"));
    for (int place : plan.replicas("hot")) {
      assertThat(salted.salted().get("hot")).contains(place);
    }
    PartitionMap withoutHome = MAP.withSalted(plan);
    for (String key : plan.hotKeys()) {
      assertThat(withoutHome.salted().get(key))
          .containsExactlyElementsOf(IntStream.of(plan.replicas(key)).boxed().toList());
    }
    SaltingPlan<String> narrow = SaltingPlan.balanced(Map.of("hot", 1L), PartitionLoad.of(0, 0));
    assertThatThrownBy(() -> MAP.withSalted(narrow, FOUR))
        .hasMessage("plan: has 2 places for 4 partitions; plan over the partitions");
  }

  @Test
  void isReadAsItWasDescribed() {
    PartitionMap salted =
        new PartitionMap(
            7,
            Instant.parse("2026-01-02T03:04:05.006Z"),
            MAP.partitioner(),
            MAP.locations(),
            Map.of("hot", List.of(3, 1, 3)));
    assertThat(salted.salted().get("hot")).containsExactly(1, 3);
    assertThat(PartitionMap.described(salted.description())).isEqualTo(salted);
    assertThat(PartitionMap.described(MAP.description())).isEqualTo(MAP);
  }

  @Test
  void followsAnother() {
    Instant noon = Instant.parse("2026-01-02T12:00:00Z");
    PartitionMap next = MAP.next(noon, FOUR, MAP.locations());
    assertThat(next).isEqualTo(MAP.asEpoch(2, noon));
    assertThat(MAP.validFrom()).isEqualTo(PartitionMap.ALWAYS);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> MAP.asEpoch(0, Instant.EPOCH))
        .hasMessage("epoch: 0 not in [1..9223372036854775807]");
    assertThatThrownBy(() -> MAP.asEpoch(1, Instant.EPOCH.plusNanos(1)))
        .hasMessage(
            "validFrom: 1970-01-01T00:00:00.000000001Z is not a whole number of milliseconds of 64"
                + " bits; truncate it to milliseconds");
    assertThatThrownBy(() -> MAP.asEpoch(1, Instant.MIN))
        .hasMessageContaining("is not a whole number of milliseconds of 64 bits");
    assertThatThrownBy(() -> PartitionMap.first(FOUR, PartitionLocations.numbered(5)))
        .hasMessage("locations: 5 for 4 partitions; give each its own");
    assertThatThrownBy(() -> salted(Map.of("k", List.of(4))))
        .hasMessage("salted[k]: partition 4 not in [0..3]; name partitions that the map has");
    assertThatThrownBy(() -> salted(Map.of("k", List.of()))).hasMessage("salted[k]: no partition");
    assertThatThrownBy(() -> salted(Map.of('k', List.of(0))))
        .hasMessageStartingWith("key: java.lang.Character cannot be described");
  }

  private static PartitionMap salted(Map<Object, List<Integer>> keys) {
    return new PartitionMap(1, Instant.EPOCH, MAP.partitioner(), MAP.locations(), keys);
  }

  @Test
  void refusesDescriptionsThatItDoesNotKnow() {
    Description map = MAP.description();
    assertThatThrownBy(() -> PartitionMap.described(map.with("version", 9)))
        .hasMessageStartingWith(
            "partition-map: version 9 is unknown, this library reads version 1");
    assertThatThrownBy(() -> PartitionMap.described(map.with("also", "this")))
        .hasMessageContaining("salted, also], not [version, epoch");
    Description others =
        Description.of("paths").with("partitions", List.of(1L)).with("paths", List.of());
    Description locations = map.description("locations").with("others", others);
    assertThatThrownBy(() -> PartitionMap.described(map.with("locations", locations)))
        .hasMessage(
            "others: 1 partitions and 0 lists of paths; name each partition once and give it one"
                + " list");
    Description salted = map.description("salted").with("partitions", List.of(List.of(1L)));
    assertThatThrownBy(() -> PartitionMap.described(map.with("salted", salted)))
        .hasMessage(
            "salted: 0 keys and 1 lists of partitions; name each key once and give it one list");
  }
}
