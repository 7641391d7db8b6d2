package org.partitioners.hadoop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.Description;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.DescribedCase;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionerDescription;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;

class MapFileTest {

  private static final Path PATH = new Path("/maps/epoch");
  private static final PartitionMap MAP =
      new PartitionMap(
          3,
          Instant.parse("2026-01-02T03:04:05Z"),
          PartitionerDescription.describe(HashPartitioners.jump(4, KeyHashers.strings(5))),
          PartitionLocations.of("part-{}", 4).with(1, "hot/x", "hot/y"),
          Map.of("celebrity", List.of(0, 1)));

  /** Longer files would say no more. */
  private static final int MAX_GOLDEN = 20_000;

  private static List<PartitionMap> goldenMaps() {
    List<PartitionMap> maps = new ArrayList<>(List.of(MAP));
    for (DescribedCase<?> described : DescribedCase.all()) {
      PartitionerDescription partitioner = PartitionerDescription.describe(described.partitioner());
      maps.add(
          new PartitionMap(
              1,
              PartitionMap.ALWAYS,
              partitioner,
              PartitionLocations.numbered(partitioner.numPartitions()),
              Map.of()));
    }
    return maps;
  }

  /** The format is kept for good: another needs another version, and a reader for this one. */
  @Test
  void writesAndReadsTheFormatAsEver() throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    List<PartitionMap> brief = new ArrayList<>();
    for (PartitionMap map : goldenMaps()) {
      byte[] file = MapFile.write(map);
      if (file.length <= MAX_GOLDEN) {
        written.write(file);
        brief.add(map);
      }
    }
    String golden;
    try (InputStream in = MapFileTest.class.getResourceAsStream("golden/partition-maps-v1.jsonl")) {
      golden = new String(in.readAllBytes(), US_ASCII);
    }
    assertThat(written.toString(US_ASCII)).isEqualTo(golden);
    List<PartitionMap> read = new ArrayList<>();
    for (String line : golden.lines().toList()) {
      PartitionMap map = MapFile.read((line + "\n").getBytes(US_ASCII), PATH);
      map.partitioner().rebuild();
      read.add(map);
    }
    assertThat(read).isEqualTo(brief);
  }

  @Test
  void readsEveryPartitionerAsItWasWritten() throws IOException {
    for (PartitionMap map : goldenMaps()) {
      assertThat(MapFile.read(MapFile.write(map), PATH)).isEqualTo(map);
    }
  }

  @Test
  void keepsAnyText() throws IOException {
    List<String> points = List.of("\u0000", "\"\\\n", "ä\uD83D\uDE00", "\uD83D");
    PartitionMap map =
        PartitionMap.first(
            RangePartitioner.of(RangeBoundaries.of(points.stream().sorted().toList())),
            PartitionLocations.numbered(5));
    byte[] file = MapFile.write(map);
    assertThat(file).containsOnly(new String(file, US_ASCII).getBytes(US_ASCII));
    assertThat(MapFile.read(file, PATH)).isEqualTo(map);
  }

  @Test
  void noticesEveryByteThatIsChangedMissingOrAdded() throws IOException {
    byte[] file = MapFile.write(MAP);
    for (int i = 0; i < file.length; i++) {
      byte[] changed = file.clone();
      changed[i] ^= 1;
      byte[] cut = Arrays.copyOf(file, i);
      byte[] without = new byte[file.length - 1];
      System.arraycopy(file, 0, without, 0, i);
      System.arraycopy(file, i + 1, without, i, file.length - 1 - i);
      for (byte[] damaged : List.of(changed, cut, without)) {
        assertThatThrownBy(() -> MapFile.read(damaged, PATH))
            .isInstanceOf(IOException.class)
            .hasMessageMatching(
                "/maps/epoch: is (damaged, .*|a partition map of another version than 1; .*)");
      }
    }
    assertThatThrownBy(() -> MapFile.read(Arrays.copyOf(file, file.length + 1), PATH))
        .hasMessageStartingWith(
            "/maps/epoch: is damaged, its checksum is not that of its contents");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "10", "1.0", "-1", "\"1\"", "null"})
  void refusesAnotherVersion(String version) throws IOException {
    String file = new String(MapFile.write(MAP), UTF_8);
    String other = file.replaceFirst("\"version\":1", "\"version\":" + version);
    assertThatThrownBy(() -> MapFile.read(other.getBytes(UTF_8), PATH))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "/maps/epoch: is a partition map of another version than 1; read it with the version of"
                + " the library that wrote it");
  }

  @Test
  void refusesASaltedPartitionThatThereCannotBe() throws Exception {
    for (long partition : new long[] {4, 1L << 31, (1L << 32) + 1, -1}) {
      String file = new String(MapFile.write(MAP), US_ASCII);
      String body =
          file.substring(0, file.lastIndexOf(",\"sha256\":"))
              .replace("\"partitions\":[[0,1]]", "\"partitions\":[[0," + partition + "]]");
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(US_ASCII));
      String other = body + ",\"sha256\":\"" + HexFormat.of().formatHex(digest) + "\"}\n";

      assertThatThrownBy(() -> MapFile.read(other.getBytes(US_ASCII), PATH))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(
              partition == (int) partition
                  ? "]: partition " + partition + " not in [0..3]; name partitions that"
                  : "/maps/epoch: salted: partitions: "
                      + partition
                      + " not in [-2147483648..2147483647]");
    }
  }

  @Test
  void refusesJsonThatIsNoDescription() {
    Map<String, String> messages =
        Map.of(
            "{\"a\":1}", "the first field of an object is not type",
            "{\"type\":1}", "type is not a text",
            "{\"type\":\"t\",\"a\":1,\"a\":1}", "the field a occurs twice",
            "{\"type\":\"t\",\"a\":true}", "VALUE_TRUE is no value of a description",
            "{\"type\":\"t\",\"a\":null}", "VALUE_NULL is no value of a description",
            "[]", "not a single object",
            "{\"type\":\"t\"}{}", "not a single object",
            "", "null is no value of a description");
    messages.forEach(
        (json, message) ->
            assertThatThrownBy(() -> DescriptionJson.read(json.getBytes(UTF_8), json.length()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message));
    assertThatThrownBy(() -> DescriptionJson.read("{\"type\":\"t\",".getBytes(UTF_8), 12))
        .isInstanceOf(IOException.class);
  }

  @Test
  void writesWholeNumbersAndOthersApart() throws IOException {
    Description numbers =
        Description.of("numbers")
            .with("whole", Long.MIN_VALUE)
            .with("one", 1.0)
            .with("all", List.of(-0.0, 1e300, Double.MIN_VALUE, 2L));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DescriptionJson.write(numbers, out);
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "{\"type\":\"numbers\",\"whole\":-9223372036854775808,\"one\":1.0,"
                + "\"all\":[-0.0,1.0E300,4.9E-324,2]}");
    assertThat(DescriptionJson.read(out.toByteArray(), out.size())).isEqualTo(numbers);
  }

  /** As many partitions as there should be: a file of 17 MB. */
  @Test
  void holdsAMillionPartitions() throws IOException {
    int partitions = 1_000_000;
    List<String> points =
        IntStream.range(1, partitions).mapToObj(i -> "user-" + (i + 1_000_000)).toList();
    RangePartitioner<String> ranges = RangePartitioner.of(RangeBoundaries.of(points));
    PartitionMap map = PartitionMap.first(ranges, PartitionLocations.numbered(partitions));
    byte[] file = MapFile.write(map);
    assertThat(file.length).isLessThan(20 * partitions);
    assertThat(MapFile.read(file, PATH).partitioner().rebuild()).isEqualTo(ranges);
  }

  @Test
  void holdsALocationForEachPartition() throws IOException {
    int partitions = 100_000;
    PartitionMap map =
        PartitionMap.first(
            HashPartitioners.jump(partitions, KeyHashers.strings()),
            PartitionLocations.listed(
                IntStream.range(0, partitions).mapToObj(i -> "x/part-" + i).toList()));
    assertThat(MapFile.read(MapFile.write(map), PATH)).isEqualTo(map);
  }
}
