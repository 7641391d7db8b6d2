package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;

/** A reader whose map is old, and one whose data is not what the map says. */
class PartitionedReaderFailuresTest {

  private static final RangePartitioner<String> BY_M =
      RangePartitioner.of(RangeBoundaries.of(List.of("m")));

  @TempDir Path folder;
  private OvertakenMaps maps;
  private PartitionedReader<String, String> reader;

  @BeforeEach
  void twoPartitions() throws IOException {
    maps = new OvertakenMaps();
    reader = byName();
    write("partition=0/part", "a,1", "b,2");
    write("partition=1/part", "m,3", "z,4");
    maps.publish(PartitionMap.first(BY_M, PartitionLocations.numbered(2)));
  }

  private PartitionedReader<String, String> byName() throws IOException {
    return reading(
        LineFormat.sorted(
            line -> line, line -> line.split(",", 2)[0], Comparator.<String>naturalOrder()));
  }

  private void write(String path, String... lines) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }

  private void delete(String path) throws IOException {
    Files.delete(folder.resolve(path));
  }

  private void mark(String partition, long epoch) throws IOException {
    PartitionEpoch.mark(
        FileSystem.getLocal(new Configuration()).getRawFileSystem(),
        new org.apache.hadoop.fs.Path(folder.resolve(partition).toUri()),
        epoch);
  }

  private void moveBehindC() throws IOException {
    write("second/0/part", "a,1", "b,2");
    write("second/1/part", "m,3", "z,4");
    PartitionMap latest = maps.latest().orElseThrow();
    maps.publish(
        latest.next(
            PartitionMap.ALWAYS,
            RangePartitioner.of(RangeBoundaries.of(List.of("c"))),
            PartitionLocations.of("second/{}", 2)));
  }

  @Test
  void aMarkMakesReadersReload() throws IOException {
    assertThat(reader.epoch()).isZero();
    assertThat(reader.get("m").records()).containsExactly("m,3");
    assertThat(reader.epoch()).isEqualTo(1);
    maps.afterNextListing(
        () -> {
          moveBehindC();
          mark("partition=1", 2);
          delete("partition=1/part");
        });
    assertThat(reader.get("m").records()).containsExactly("m,3");
    assertThat(reader.epoch()).isEqualTo(2);
    assertThat(reader.scan().records()).containsExactly("a,1", "b,2", "m,3", "z,4");
  }

  @Test
  void aLaterMarkTakesThePlaceOfAnEarlier() throws IOException {
    mark("partition=1", 1);
    mark("partition=1", 3);
    assertThat(folder.resolve("partition=1").toFile().list())
        .containsExactlyInAnyOrder("part", "_epoch-0000000000000000003");
    assertThatThrownBy(() -> mark("partition=1", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("epoch: 0 not in [1..");
  }

  @Test
  void aFolderThatWentMakesReadersReload() throws IOException {
    assertThat(reader.get("m").records()).hasSize(1);
    maps.afterNextListing(
        () -> {
          moveBehindC();
          delete("partition=1/part");
          delete("partition=1");
        });
    assertThat(reader.get("m").records()).containsExactly("m,3");
    assertThat(reader.epoch()).isEqualTo(2);
  }

  @Test
  void aMarkOfAMapThatNobodyPublishedFails() throws IOException {
    mark("partition=1", 7);
    assertThatThrownBy(() -> reader.get("m"))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "partition=1: is marked with epoch 7, and the latest map, of epoch 1, does not say why:"
                + " restore the data, or publish the map that it is by; if partitions without"
                + " records have no folder, read with absentIsEmpty()");
    assertThat(reader.get("a").records()).hasSize(1);
  }

  @Test
  void aMissingPartitionFailsUnlessItMayBeEmpty() throws IOException {
    delete("partition=1/part");
    assertThat(reader.get("m").records()).as("empty, not missing").isEmpty();
    delete("partition=1");
    assertThatThrownBy(() -> reader.get("m"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("partition=1: is not there, and the latest map, of epoch 1,");
    assertThat(reader.get("a").records()).hasSize(1);
    assertThat(reader.absentIsEmpty().scan().records()).containsExactly("a,1", "b,2");
  }

  @Test
  void noMap() throws IOException {
    PartitionedReader<String, String> without =
        PartitionedReader.of(
            new org.apache.hadoop.fs.Path(folder.toUri()),
            new Configuration(),
            HadoopPartitionMaps.in(
                new org.apache.hadoop.fs.Path(folder.resolve("none").toUri()), new Configuration()),
            LineFormat.sorted(line -> line, line -> line, Comparator.<String>naturalOrder()));
    assertThatThrownBy(() -> without.get("m"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "file:" + folder.resolve("none") + ": holds no map; publish one, or name its folder");
  }

  @Test
  void aMapFromSomeTimeOnLeavesEarlierRecordsWhereTheyAre() throws IOException {
    maps.publish(
        maps.latest()
            .orElseThrow()
            .next(
                Instant.ofEpochMilli(1000),
                RangePartitioner.of(RangeBoundaries.of(List.of("c"))),
                PartitionLocations.of("second/{}", 2)));
    write("second/0/part", "a,10");
    write("second/1/part", "m,30");
    Answer<String> both = reader.get("m");
    assertThat(both.records()).containsExactlyInAnyOrder("m,3", "m,30");
    assertThat(both.touched().partitions()).isEqualTo(2);
    assertThat(reader.scan().records()).hasSize(6);

    maps.collectGarbage(1);
    PartitionedReader<String, String> late = byName();
    assertThatThrownBy(() -> late.get("m"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "those for records before 1970-01-01T00:00:01Z are not kept any longer");
  }

  @Test
  void aScanWhoseFilesGoFailsAndGivesNothingTwice() throws IOException {
    List<String> given = new ArrayList<>();

    assertThatThrownBy(
            () ->
                reader.scan(
                    line -> {
                      if (given.isEmpty()) {
                        moveAllBehindC();
                      }
                      given.add(line);
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("partition=1/part: went after it was listed");

    assertThat(given).containsExactly("a,1", "b,2");
    assertThat(reader.scan().records()).containsExactly("a,1", "b,2", "m,3", "z,4");
  }

  private void moveAllBehindC() {
    try {
      moveBehindC();
      mark("partition=0", 2);
      mark("partition=1", 2);
      delete("partition=0/part");
      delete("partition=1/part");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aReaderThatHasAnsweredHearsOfAMapFromSomeTimeOn() throws IOException {
    assertThat(reader.get("a").records()).containsExactly("a,1");
    write("second/0/part", "a,10");
    write("second/1/part", "m,30");
    maps.publish(
        maps.latest()
            .orElseThrow()
            .next(Instant.ofEpochMilli(1000), BY_M, PartitionLocations.of("second/{}", 2)));

    assertThat(reader.get("a").records()).containsExactlyInAnyOrder("a,1", "a,10");
    assertThat(reader.epoch()).isEqualTo(2);

    // What is asked of later times needs the later map alone.
    maps.collectGarbage(1);
    PartitionedReader<String, String> fresh = byName();
    assertThat(fresh.during(Instant.ofEpochMilli(1000), Instant.MAX).get("a").records())
        .containsExactly("a,10");
    assertThatThrownBy(() -> fresh.during(Instant.ofEpochMilli(999), Instant.MAX).get("a"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "maps: those for records before 1970-01-01T00:00:01Z are not kept any longer; if all"
                + " records lie by the latest map, publish that again from PartitionMap.ALWAYS on,"
                + " else ask during(1970-01-01T00:00:01Z, ...)");
  }

  @Test
  void whatIsOutOfOrderBehindTheAnswerIsSeenIfItWasRead() throws IOException {
    // A header that is not named, and a file sorted by line: "n m" is before "n" there.
    write("partition=1/part", "user,n", "m,3", "z,4");
    assertThatThrownBy(() -> reader.get("m"))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "partition=1/part: at byte 7: is out of order: key m comes after user; sort the file by"
                + " key, not by line, name its header if that is one, or read it as unsorted");
    write("partition=1/part", "n m,1", "n,2");
    assertThatThrownBy(() -> reader.get("n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("key n comes after n m");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = folder.resolve("partition=0/part");
    Files.write(file, new byte[] {(byte) 0xFF, 'x', '\n'});
    assertThatThrownBy(() -> reader.get("a"))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("partition=0/part: at byte 0: is not UTF-8; write the file anew");
    Files.writeString(file, "a\uFFFD,1\n");
    assertThat(reader.get("a\uFFFD").records()).containsExactly("a\uFFFD,1");
  }

  @Test
  void aCutFileFailsWhereItsEndIsNeeded() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      lines.add(String.format(Locale.ROOT, "p%05d,%d", i, i));
    }
    write("partition=1/part", lines.toArray(String[]::new));
    Path file = folder.resolve("partition=1/part");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2 + 3));
    assertThat(reader.get("p00007").records()).containsExactly("p00007,7");
    assertThatThrownBy(() -> reader.get("p19000"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("partition=1/part: ends within a line, at byte ")
        .hasMessageEndingWith("; it was cut, write it anew");
    assertThatThrownBy(reader::scan).hasMessageContaining("ends within a line");
  }

  @Test
  void linesThatAreNotSortedOrNoRecords() throws IOException {
    write("partition=1/part", "z,4", "m,3");
    assertThatThrownBy(() -> reader.get("z"))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "partition=1/part: at byte 4: is out of order: key m comes after z; sort the file by"
                + " key, not by line, name its header if that is one, or read it as unsorted");
    LineFormat<String, String> numbers =
        LineFormat.sorted(
            line -> Integer.toString(Integer.parseInt(line)),
            line -> line,
            Comparator.<String>naturalOrder());
    write("partition=1/part", "n", "o");
    assertThatThrownBy(() -> reading(numbers).get("n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("partition=1/part: at byte 0: is no record: For input string: \"n\"");
    assertThatThrownBy(() -> reading(numbers.withHeader("h")).get("n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("partition=1/part: at byte 0: is not the header h");
  }

  @Test
  void aFolderWithinAPartition() throws IOException {
    write("partition=1/more/part", "m,5");
    assertThatThrownBy(() -> reader.get("m"))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("partition=1/more: is a folder; a partition has files only");
  }

  @Test
  void keysOfAnotherType() throws IOException {
    PartitionedReader<Long, Long> longs =
        PartitionedReader.of(
            new org.apache.hadoop.fs.Path(folder.toUri()),
            new Configuration(),
            maps,
            LineFormat.sorted(Long::valueOf, key -> key, Comparator.<Long>naturalOrder()));
    assertThatThrownBy(() -> longs.get(1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "key: is not of the type that the map of epoch 1 places by ranges: ");
  }

  private PartitionedReader<String, String> reading(LineFormat<String, String> format)
      throws IOException {
    return PartitionedReader.of(
        new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration(), maps, format);
  }
}
