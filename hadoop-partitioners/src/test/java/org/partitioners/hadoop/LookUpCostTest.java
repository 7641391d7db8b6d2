package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.KeyPartitioner;
import org.partitioners.PartitionLoad;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.map.PartitionTurns;
import org.partitioners.skew.SaltingPlan;

/** What a look-up reads of a million sorted rows in 64 partitions, by hash. */
class LookUpCostTest {
  private static final int PARTITIONS = 64;
  private static final int ROWS = 1_000_000;
  private static final int SALTS = 4;

  /** Every twentieth row. */
  private static final String HOT = "user-hot";

  private static final KeyPartitioner<String> BY_HASH =
      HashPartitioners.jump(PARTITIONS, KeyHashers.strings());
  private static final PartitionMap MAP =
      PartitionMap.first(BY_HASH, PartitionLocations.numbered(PARTITIONS)).withSalted(plan());

  /** The steps of halving, and where it ends: see docs/partition-maps.md. */
  private static final long PROBE = 4096;

  private static final long NEAR = 16 * 1024;

  @TempDir private static Path folder;
  private static long total;
  private static long largest;
  private static PartitionMapStore maps;

  private static SaltingPlan<String> plan() {
    return SaltingPlan.balanced(
        Map.of(HOT, (long) ROWS / 20),
        PartitionLoad.of(LongStream.range(0, PARTITIONS).map(p -> ROWS / PARTITIONS).toArray()),
        Comparator.<String>naturalOrder(),
        SALTS);
  }

  private static String key(int row) {
    return row % 20 == 0 ? HOT : "user-" + Long.toHexString(row * 0x9E3779B97F4A7C15L);
  }

  private static String row(int row) {
    return key(row) + ",row " + row;
  }

  private static String keyOf(String line) {
    return line.substring(0, line.indexOf(','));
  }

  @BeforeAll
  static void write() throws IOException {
    List<List<String>> parts = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      parts.add(new ArrayList<>());
    }
    PartitionTurns<String> turns = PartitionTurns.of(MAP, String.class);
    for (int i = 0; i < ROWS; i++) {
      parts.get(turns.next(key(i))).add(row(i));
    }
    for (int p = 0; p < PARTITIONS; p++) {
      // A comma is before all characters of keys, so lines sort as their keys do.
      Collections.sort(parts.get(p));
      Path in = Files.createDirectories(folder.resolve("partition=" + p));
      Path file = Files.write(in.resolve("part-0"), parts.get(p));
      total += Files.size(file);
      largest = Math.max(largest, Files.size(file));
    }
    maps = PartitionMapStore.inMemory();
    maps.publish(MAP);
  }

  private static PartitionedReader<String, String> reader(PartitionMapStore by) throws IOException {
    return PartitionedReader.of(
        new org.apache.hadoop.fs.Path(folder.toUri()),
        new Configuration(),
        by,
        LineFormat.sorted(line -> line, LookUpCostTest::keyOf, Comparator.<String>naturalOrder()));
  }

  /** What halving reads in place of an index, and what it reads around an answer. */
  private static long besideTheAnswer() {
    int halvings = 64 - Long.numberOfLeadingZeros(largest / NEAR);
    return halvings * PROBE + 2 * NEAR;
  }

  @Test
  void aLookUpTouchesOnePartitionAndASmallPartOfIt() throws IOException {
    PartitionedReader<String, String> reader = reader(maps);
    SplittableRandom random = new SplittableRandom(7);
    long bytes = 0;
    for (int i = 0; i < 200; i++) {
      int row = random.nextInt(ROWS / 20) * 20 + 1 + random.nextInt(19);
      Answer<String> answer = reader.get(key(row));
      assertThat(answer.records()).containsExactly(row(row));
      assertThat(answer.touched().partitions()).isEqualTo(1);
      assertThat(answer.touched().files()).isEqualTo(1);
      assertThat(answer.touched().bytes())
          .isLessThanOrEqualTo(besideTheAnswer())
          .isLessThan(total / PARTITIONS);
      bytes += answer.touched().bytes();
    }
    assertThat(bytes / 200).as("mean").isLessThan(total / PARTITIONS / 5);
    Answer<String> absent = reader.get("user-none");
    assertThat(absent.records()).isEmpty();
    assertThat(absent.touched().partitions()).isEqualTo(1);
  }

  @Test
  void aHotKeyTouchesAsManyPartitionsAsItIsSaltedOver() throws IOException {
    assertThat(MAP.salted().get(HOT)).hasSize(SALTS);
    assertThat(MAP.salted().get(HOT)).doesNotContain(BY_HASH.partition(HOT));
    Answer<String> hot = reader(maps).get(HOT);
    assertThat(hot.records()).hasSize(ROWS / 20).doesNotHaveDuplicates();
    assertThat(hot.touched().partitions()).isEqualTo(SALTS);
    long answer = hot.records().stream().mapToLong(line -> line.length() + 1L).sum();
    assertThat(hot.touched().bytes()).isBetween(answer, answer + SALTS * besideTheAnswer());
  }

  @Test
  void aKeyThatBecameHotIsAlsoWhereItWasBefore() throws IOException {
    PartitionMapStore sinceThen = PartitionMapStore.inMemory();
    sinceThen.publish(PartitionMap.first(BY_HASH, PartitionLocations.numbered(PARTITIONS)));
    sinceThen.publish(MAP.asEpoch(2, Instant.EPOCH));
    Answer<String> hot = reader(sinceThen).get(HOT);
    assertThat(hot.records()).hasSize(ROWS / 20);
    assertThat(hot.touched().partitions()).isEqualTo(SALTS + 1);
  }

  @Test
  void ifSomeOfAHotKeyIsAtHomeThatIsOneMore() throws IOException {
    PartitionMapStore withHome = PartitionMapStore.inMemory();
    withHome.publish(MAP.withSalted(plan(), BY_HASH));
    Answer<String> hot = reader(withHome).get(HOT);
    assertThat(hot.records()).hasSize(ROWS / 20);
    assertThat(hot.touched().partitions()).isEqualTo(SALTS + 1);
  }
}
