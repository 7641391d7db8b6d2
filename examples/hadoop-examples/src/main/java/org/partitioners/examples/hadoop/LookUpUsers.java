package org.partitioners.examples.hadoop;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.partitioners.hadoop.Answer;
import org.partitioners.hadoop.HadoopPartitionMaps;
import org.partitioners.hadoop.LineFormat;
import org.partitioners.hadoop.PartitionedReader;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionTurns;

/**
 * Logins in 16 sorted files by user, the bot's over three of them, and the map that says so. A
 * reader who knows nothing but the folder finds a user in one file, and the bot in its three.
 */
public final class LookUpUsers {
  private static final int PARTITIONS = 16;
  private static final int LOGINS = 20_000;

  private LookUpUsers() {}

  /** Takes a folder for the files, on any file system that Hadoop knows; or makes one. */
  public static void main(String[] args) throws IOException {
    Path data =
        args.length > 0
            ? new Path(args[0])
            : new Path(Files.createTempDirectory("users").toUri().getPath(), "logins");
    run(data, System.out);
  }

  static void run(Path data, PrintStream out) throws IOException {
    Configuration configuration = new Configuration();
    Path maps = new Path(data, "_maps");

    PartitionMap map =
        PartitionMap.first(
                HashPartitioners.jump(PARTITIONS, KeyHashers.strings()),
                PartitionLocations.numbered(PARTITIONS))
            .withSalted(Map.of("bot", List.of(2, 7, 11)));
    FileSystem fs = data.getFileSystem(configuration);
    if (fs.exists(maps)) {
      out.println(data + " has been written before; name another folder");
      return;
    }
    write(fs, data, map);
    HadoopPartitionMaps.in(maps, configuration).publish(map);

    PartitionedReader<String, String> logins =
        PartitionedReader.of(
            data,
            configuration,
            HadoopPartitionMaps.in(maps, configuration),
            LineFormat.sorted(line -> line, LookUpUsers::user, Comparator.<String>naturalOrder()));
    tell(out, "alice", logins.get("alice"));
    tell(out, "bot", logins.get("bot"));
  }

  private static void tell(PrintStream out, String user, Answer<String> logins) {
    out.printf(
        "%s: %d logins, from %d of %d partitions%n",
        user, logins.records().size(), logins.touched().partitions(), PARTITIONS);
  }

  /** Every other login is the bot's. */
  private static String login(int i) {
    return (i % 2 == 0 ? "bot" : i % 1001 == 0 ? "alice" : "user-" + i) + "," + i;
  }

  private static String user(String login) {
    return login.substring(0, login.indexOf(','));
  }

  private static void write(FileSystem fs, Path data, PartitionMap map) throws IOException {
    List<List<String>> parts = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      parts.add(new ArrayList<>());
    }
    PartitionTurns<String> turns = PartitionTurns.of(map, String.class);
    for (int i = 0; i < LOGINS; i++) {
      String line = login(i);
      parts.get(turns.next(user(line))).add(line);
    }
    for (int p = 0; p < PARTITIONS; p++) {
      // By user, not by line: "ann lee,1" is before "ann,2", and its user is behind.
      parts.get(p).sort(Comparator.comparing(LookUpUsers::user));
      Path file = new Path(new Path(data, map.locations().of(p).get(0)), "part-0");
      try (Writer writer = new OutputStreamWriter(fs.create(file), StandardCharsets.UTF_8)) {
        for (String line : parts.get(p)) {
          writer.write(line + "\n");
        }
      }
    }
  }
}
