package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partitioners.flink.window.Announcement;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionMap;

class KeyGroupPlacesTest {
  private static final KeyGroupPlaces<Long> PLACES = new KeyGroupPlaces<>(16);

  @Test
  void morePartitionsThanKeyGroupsShareThemWithTheirNeighbours() {
    var placement = PLACES.of(Maps.first(40));
    var partitioner = HashPartitioners.jump(40, KeyHashers.longs());
    for (long key = 0; key < 100; key++) {
      assertThat(placement.keyGroup(key)).isEqualTo(partitioner.partition(key) * 16 / 40);
    }
  }

  @Test
  void readsAMapAsItWasAnnounced() {
    PartitionMap map = Maps.of(2, 100, 5);
    var read = PLACES.read(Announcement.bytes(map), getClass().getClassLoader());
    for (long key = 0; key < 100; key++) {
      assertThat(read.applyAsInt(key)).isEqualTo(PLACES.of(map).keyGroup(key));
    }
  }
}
