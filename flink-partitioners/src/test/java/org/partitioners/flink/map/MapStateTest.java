package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.partitioners.Description;
import org.partitioners.flink.window.Announcement;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionerDescription;

/** Maps as routers keep them in their state, by Java's serialization. */
class MapStateTest {

  /** With a value of each kind that a description can have. */
  private static final PartitionMap MAP =
      new PartitionMap(
          7,
          Instant.ofEpochMilli(1_234),
          new PartitionerDescription(
              1,
              4,
              "fingerprint",
              Description.of("all-kinds")
                  .with("whole", 5)
                  .with("number", 0.5)
                  .with("text", "x")
                  .with("list", List.of(1L, 2.5, "y", List.of(3L)))
                  .with("part", Description.of("inner").with("whole", Long.MIN_VALUE))),
          PartitionLocations.of("part-{}", 4).with(1, "hot/x", "hot/y"),
          Map.of("celebrity", List.of(0, 3)));

  /** A form that differs must still be read, or savepoints with open windows are lost. */
  @Test
  void readsTheStateOfVersion1() throws IOException {
    byte[] state;
    try (InputStream in = getClass().getResourceAsStream("/partition-map-state-v1.bin")) {
      state = in.readAllBytes();
    }
    assertThat(read(state)).isEqualTo(MAP);
  }

  @Test
  void readsWhatItWrites() throws IOException {
    assertThat(read(Announcement.bytes(MAP))).isEqualTo(MAP);
  }

  private static PartitionMap read(byte[] state) {
    return Announcement.ofBytes(PartitionMap.class, state, MapStateTest.class.getClassLoader());
  }
}
