package org.partitioners.benchmarks.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.partitioners.KeyPartitioner;
import org.partitioners.hadoop.Answer;
import org.partitioners.hadoop.HadoopPartitionMaps;
import org.partitioners.hadoop.LineFormat;
import org.partitioners.hadoop.PartitionedReader;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/**
 * Rows in partitions by hash, each a sorted file, and their map.
 *
 * @param bytes of all files
 */
record DataSet(Path folder, int rows, int partitions, long bytes) {

  /** Writes rows, a partition at a time, and publishes the map. */
  static DataSet write(Path folder, int rows, int partitions) throws IOException {
    KeyPartitioner<String> partitioner = HashPartitioners.jump(partitions, KeyHashers.strings());
    PartitionMap map = PartitionMap.first(partitioner, PartitionLocations.numbered(partitions));
    int[] partitionOf = new int[rows];
    int[] ends = new int[partitions + 1];
    for (int row = 0; row < rows; row++) {
      partitionOf[row] = partitioner.partition(Rows.key(row));
      ends[partitionOf[row] + 1]++;
    }
    Arrays.parallelPrefix(ends, Integer::sum);
    int[] begins = ends.clone();
    int[] ordered = new int[rows];
    for (int row = 0; row < rows; row++) {
      ordered[begins[partitionOf[row]]++] = row;
    }
    long bytes = 0;
    for (int p = 0; p < partitions; p++) {
      Path in = Files.createDirectories(folder.resolve(map.locations().of(p).get(0)));
      List<String> lines =
          IntStream.range(ends[p], ends[p + 1])
              .mapToObj(i -> Rows.line(ordered[i]))
              .sorted()
              .toList();
      bytes += Files.size(Files.write(in.resolve("part-0"), lines));
    }
    maps(folder).publish(map);
    return new DataSet(folder, rows, partitions, bytes);
  }

  private static PartitionMapStore maps(Path folder) throws IOException {
    return HadoopPartitionMaps.in(
        new org.apache.hadoop.fs.Path(folder.resolve("_maps").toUri()), new Configuration());
  }

  /**
   * Asks for rows at random, by the map and the files that are there.
   *
   * @throws IOException if an answer is not the row
   */
  LookUps ask(int count, long seed) throws IOException {
    PartitionedReader<String, String> reader =
        PartitionedReader.of(
            new org.apache.hadoop.fs.Path(folder.toUri()),
            new Configuration(),
            maps(folder),
            LineFormat.sorted(line -> line, Rows::keyOf, Comparator.<String>naturalOrder()));
    SplittableRandom random = new SplittableRandom(seed);
    LookUps lookUps = LookUps.NONE;
    for (int i = 0; i < count; i++) {
      int row = random.nextInt(rows);
      Answer<String> answer = reader.get(Rows.key(row));
      if (!answer.records().equals(List.of(Rows.line(row)))) {
        throw new IOException("row " + row + ": found " + answer.records());
      }
      lookUps = lookUps.and(answer.touched());
    }
    return lookUps;
  }
}
