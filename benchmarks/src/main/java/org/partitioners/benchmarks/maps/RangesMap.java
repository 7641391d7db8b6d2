package org.partitioners.benchmarks.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.partitioners.KeyPartitioner;
import org.partitioners.hadoop.HadoopPartitionMaps;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;

/**
 * What a map of many ranges took, whose split points are strings of 12 characters.
 *
 * @param bytes of its file
 * @param publishedNanos to describe and publish it
 * @param loadedNanos to read it, and make its partitioner again
 */
record RangesMap(int ranges, long bytes, long publishedNanos, long loadedNanos) {

  static RangesMap publishAndLoad(Path folder, int ranges) throws IOException {
    PartitionMapStore maps =
        HadoopPartitionMaps.in(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration());
    long step = (1L << 48) / ranges;
    List<String> points =
        IntStream.range(1, ranges).mapToObj(i -> HexFormat.of().toHexDigits(i * step, 12)).toList();
    RangePartitioner<String> partitioner = RangePartitioner.of(RangeBoundaries.of(points));

    long start = System.nanoTime();
    maps.publish(PartitionMap.first(partitioner, PartitionLocations.numbered(ranges)));
    long published = System.nanoTime();
    KeyPartitioner<String> loaded =
        maps.latest()
            .orElseThrow(() -> new IOException(folder + ": has no map"))
            .partitioner()
            .rebuild(String.class);
    long end = System.nanoTime();
    if (!loaded.fingerprint().equals(partitioner.fingerprint())) {
      throw new IOException(folder + ": holds another map than was published");
    }
    return new RangesMap(ranges, bytesIn(folder), published - start, end - published);
  }

  private static long bytesIn(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
