package org.partitioners.examples.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.KeyPartitioner;
import org.partitioners.hadoop.Answer;
import org.partitioners.hadoop.HadoopPartitionMaps;
import org.partitioners.hadoop.LineFormat;
import org.partitioners.hadoop.PartitionedReader;
import org.partitioners.hadoop.Touched;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/** The guide's Java is Java of tests, here or beside what it uses, so it compiles and is run. */
class PartitionMapsGuideTest {
  private static final java.nio.file.Path ROOT = java.nio.file.Path.of("../..");
  private static final java.nio.file.Path GUIDE = ROOT.resolve("docs/partition-maps.md");

  /** Where snippets are run. */
  private static final List<String> TESTS =
      List.of(
          "examples/hadoop-examples/src/test/java/org/partitioners/examples/hadoop/PartitionMapsGuideTest.java",
          "hadoop-partitioners/src/test/java/org/partitioners/hadoop/MapReduceITCase.java",
          "flink-partitioners/src/test/java/org/partitioners/flink/map/PartitionMapsGuideITCase.java",
          "beam-partitioners/src/test/java/org/partitioners/beam/PartitionedFilesTest.java");

  @TempDir java.nio.file.Path folder;

  @Test
  void whatIsPublishedIsRead() throws IOException {
    Path data = new Path(folder.toUri());
    Configuration configuration = new Configuration();

    PartitionMapStore maps = HadoopPartitionMaps.in(new Path(data, "_maps"), configuration);

    // Who writes, once the data is there:
    KeyPartitioner<String> ring = HashPartitioners.ring(64, KeyHashers.strings());
    maps.publish(PartitionMap.first(ring, PartitionLocations.numbered(64)));

    // Who reads:
    PartitionMap map = maps.latest().orElseThrow();
    KeyPartitioner<String> placing = map.partitioner().rebuild(String.class);
    List<String> paths = map.locations().of(placing.partition("alice")); // [partition=26]

    assertThat(paths).hasToString("[partition=26]");

    KeyPartitioner<String> larger = HashPartitioners.ring(128, KeyHashers.strings());
    PartitionMap second =
        map.next(PartitionMap.ALWAYS, larger, PartitionLocations.of("v2/partition={}", 128));
    maps.publish(second);

    assertThat(maps.latestEpoch()).isEqualTo(2);
  }

  @Test
  void dataIsReadByItsMap() throws IOException {
    Path data = new Path(folder.toUri());
    Configuration configuration = new Configuration();
    PartitionMapStore maps = PartitionMapStore.inMemory();
    maps.publish(
        PartitionMap.first(
            HashPartitioners.ring(1, KeyHashers.strings()), PartitionLocations.numbered(1)));
    Files.createDirectory(folder.resolve("partition=0"));
    Files.write(
        folder.resolve("partition=0/part-0"), List.of("al,1", "alice,2", "alice,3", "bob,4"));

    LineFormat<String, String[]> format =
        LineFormat.sorted(
            line -> line.split(",", -1), record -> record[0], Comparator.<String>naturalOrder());
    PartitionedReader<String, String[]> users =
        PartitionedReader.of(data, configuration, maps, format);

    Answer<String[]> alice = users.get("alice");
    List<String[]> records = alice.records();
    Touched touched = alice.touched(); // how many partitions and files, and bytes of them
    // A ring keeps no ranges, so these open all partitions.
    Answer<String[]> upToBob = users.range("alice", "bob"); // alice included, bob not
    Answer<String[]> al = users.prefix("al");
    users.scan(record -> System.out.println(record[0]));
    Answer<String[]> some = users.where(record -> record[1].equals("3")).prefix("al");

    assertThat(records).extracting(record -> record[1]).containsExactly("2", "3");
    assertThat(touched).isEqualTo(new Touched(1, 1, 27));
    assertThat(upToBob.records()).hasSize(2);
    assertThat(al.records()).hasSize(3);
    assertThat(some.records()).hasSize(1);
  }

  @Test
  void everyJavaSnippetStandsInATest() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String test : TESTS) {
      sources.append(unindented(Files.readString(ROOT.resolve(test))));
    }
    String all = sources.toString();

    assertThat(inGuide("```java\n(.*?)```"))
        .hasSizeGreaterThanOrEqualTo(6)
        .allSatisfy(snippet -> assertThat(all).contains(unindented(snippet)));
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> headings =
        inGuide("(?m)^## ([^\\n]+)$").stream()
            .map(each -> each.toLowerCase(Locale.ROOT).replace(",", "").replace(' ', '-'))
            .toList();

    assertThat(inGuide("\\]\\(#([^)]+)\\)"))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(headings).contains(each));
    assertThat(inGuide("\\]\\((?!https?:)([^)#]+)\\)"))
        .isNotEmpty()
        .allSatisfy(link -> assertThat(GUIDE.resolveSibling(link)).as(link).exists());
  }

  private static String unindented(String java) {
    return java.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private static List<String> inGuide(String regex) throws IOException {
    try (Stream<MatchResult> matches =
        Pattern.compile(regex, Pattern.DOTALL).matcher(Files.readString(GUIDE)).results()) {
      return matches.map(match -> match.group(1)).toList();
    }
  }
}
