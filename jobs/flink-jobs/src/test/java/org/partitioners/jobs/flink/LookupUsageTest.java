package org.partitioners.jobs.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.layout.LookUp;
import org.partitioners.jobs.lookup.DataMaps;
import org.partitioners.jobs.testing.CommandLineRun;
import org.partitioners.range.CompoundPartitioner;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.TimeBuckets;

/** The command line of the look-up, in data written by hand. */
class LookupUsageTest {
  private static final RangePartitioner<Long> BY_1000 =
      RangePartitioner.of(RangeBoundaries.of(List.of(1000L)));

  private static final String NOTHING = "rows: 0; read: partitions: 0 of 2, files: 0, bytes: 0";

  @TempDir Path folder;

  @BeforeEach
  void publishMaps() throws IOException {
    publish("days", LookUp.always(BY_1000, List.of("old", "new")));
    write("days/events/old/part-0", "timestamp,sensor", "1,a", "5,\"b \"\"2\"\", c\"", "999,a");
    write("days/events/new/part-0", "timestamp,sensor", "1000,a", "86400000,d");
    publish(
        "sensors",
        LookUp.always(
            CompoundPartitioner.of(HashPartitioners.modulo(1, KeyHashers.strings()), BY_1000),
            List.of("h/old", "h/new")));
    write("sensors/events/h/old/part-0", "timestamp,sensor", "1,a", "999,a", "5,b");
    write("sensors/events/h/new/part-0", "timestamp,sensor", "1000,a", "2000,a");
  }

  private void publish(String strategy, LookUp lookUp) {
    DataMaps.publish(
        FlinkFiles.STORE,
        FlinkFiles.STORE.resolve("--output", folder.resolve(strategy).toString()),
        List.of(lookUp.map(1)));
  }

  private void write(String file, String... lines) throws IOException {
    Files.writeString(folder.resolve(file), String.join("\r\n", lines) + "\r\n");
  }

  private CommandLineRun lookup(String strategy, String... options) {
    List<String> args =
        new ArrayList<>(List.of("lookup", "--data", folder.resolve(strategy).toString()));
    args.addAll(List.of(options));
    return CommandLineRun.of(Main.command(), args.toArray(String[]::new));
  }

  private void assertFound(CommandLineRun run, String touched, String... lines) {
    assertThat(run.err()).isEqualTo(touched + System.lineSeparator());
    assertThat(run.out().lines().skip(1)).containsExactly(lines);
    assertThat(run.out().lines().findFirst()).contains("timestamp,sensor");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void aTime() {
    assertFound(
        lookup("days", "--key", "5"),
        "rows: 1; read: partitions: 1 of 2, files: 1, bytes: 46",
        "5,\"b \"\"2\"\", c\"");
    assertFound(
        lookup("days", "--key", "1970-01-02"),
        "rows: 1; read: partitions: 1 of 2, files: 1, bytes: 38",
        "86400000,d");
  }

  @Test
  void aTimeRange() {
    assertFound(
        lookup("days", "--from", "999", "--to", "1970-01-01T00:00:02"),
        "rows: 2; read: partitions: 2 of 2, files: 2, bytes: 84",
        "999,a",
        "1000,a");
    assertFound(
        lookup("days", "--from", "1", "--to", "1000"),
        "rows: 3; read: partitions: 1 of 2, files: 1, bytes: 46",
        "1,a",
        "5,\"b \"\"2\"\", c\"",
        "999,a");
  }

  @Test
  void aSensor() {
    assertFound(
        lookup("sensors", "--key", "a"),
        "rows: 4; read: partitions: 2 of 2, files: 2, bytes: 69",
        "1,a",
        "999,a",
        "1000,a",
        "2000,a");
    assertFound(
        lookup("sensors", "--key", "a", "--from", "1000", "--to", "2000"),
        "rows: 1; read: partitions: 1 of 2, files: 1, bytes: 34",
        "1000,a");
    assertFound(
        lookup("sensors", "--from", "aa", "--to", "c"),
        "rows: 1; read: partitions: 2 of 2, files: 2, bytes: 69",
        "5,b");
  }

  @Test
  void timesOfAllSensors() throws IOException {
    assertFound(
        lookup("sensors", "--from", "5", "--to", "1970-01-01T00:00:02"),
        "rows: 3; read: partitions: 2 of 2, files: 2, bytes: 69",
        "999,a",
        "1000,a",
        "5,b");
    assertFound(
        lookup("sensors", "--from", "1000", "--to", "2000"),
        "rows: 1; read: partitions: 1 of 2, files: 1, bytes: 34",
        "1000,a");
    write("sensors/events/h/old/part-1", "timestamp,sensor", "7,1999-12-31", "8,5");
    assertThat(lookup("sensors", "--key", "5").out().lines()).endsWith("8,5");
    assertThat(lookup("sensors", "--key", "1999-12-31").out().lines()).endsWith("7,1999-12-31");
    assertThat(lookup("sensors", "--key", "6").err()).startsWith("rows: 0; ");
    assertRefused(
        lookup("sensors", "--key", "1970-01-01T00:00:01"),
        2,
        "--key: there is no sensor '1970-01-01T00:00:01', by which the data is sorted;"
            + " for times give --from and --to");
    assertRefused(
        lookup("sensors", "--from", "1970-01-01", "--to", "b"),
        2,
        "--to: 'b' is not a time, but --from is; give two times, or two sensors");
    assertRefused(
        lookup("sensors", "--from", "a", "--to", "7"),
        2,
        "--from: 'a' is not a time, but --to is; give two times, or two sensors");
    assertRefused(
        lookup("sensors", "--from", "2", "--to", "1"), 2, "--from: is after --to; swap them");
  }

  @Test
  void anEmptyIntervalHoldsNothing() {
    assertFound(lookup("days", "--from", "5", "--to", "5"), NOTHING);
    assertFound(lookup("sensors", "--from", "5", "--to", "5"), NOTHING);
    assertFound(lookup("sensors", "--from", "a", "--to", "a"), NOTHING);
    assertFound(lookup("sensors", "--key", "a", "--from", "1", "--to", "1"), NOTHING);
  }

  @Test
  void saltedTimes() throws IOException {
    TimeBuckets buckets = TimeBuckets.of(Duration.ofHours(1), 2, 3);
    publish("hours", LookUp.always(buckets, List.of("0", "1", "2")));
    write("hours/events/" + buckets.partition(7, 1) + "/part-0", "timestamp,sensor", "7,a");
    CommandLineRun run = lookup("hours", "--key", "7");
    assertThat(run.out().lines()).containsExactly("timestamp,sensor", "7,a");
    assertThat(run.err()).startsWith("rows: 1; read: partitions: 2 of 3, files: 1, bytes: ");
  }

  @Test
  void badUsage() {
    assertRefused(2, "Missing required option: '--data=DIR'", "lookup");
    assertRefused(lookup("days"), 2, "--key: what to find is missing; give --key K, or --from A");
    assertRefused(lookup("days", "--from", "1"), 2, "--to: is missing; give both ends");
    assertRefused(lookup("days", "--to", "1"), 2, "--from: is missing; give both ends");
    assertRefused(lookup("days", "--key", "x"), 2, "--key: 'x' is not a time; the data is sorted");
    assertRefused(
        lookup("days", "--key", "1", "--from", "1", "--to", "2"),
        2,
        "--key: the data is sorted by time; leave out --from and --to");
    assertRefused(
        lookup("days", "--from", "2", "--to", "1"), 2, "--from: is after --to; swap them");
    assertRefused(
        lookup("sensors", "--from", "b", "--to", "a"), 2, "--from: is after --to; swap them");
    assertRefused(
        lookup("sensors", "--key", "a", "--from", "2", "--to", "1"),
        2,
        "--from: is after --to; swap them");
    assertRefused(
        2, "--data: is empty; name OUTPUT/STRATEGY", "lookup", "--data", "", "--key", "1");
    assertRefused(
        CommandLineRun.of(Main.command(), "lookup", "--data", "nosuch://a/b", "--key", "1"),
        1,
        "--data: cannot read nosuch://a/b: No FileSystem for scheme \"nosuch\"");
    assertRefused(lookup("none", "--key", "1"), 2, "/none does not exist");
    assertRefused(
        lookup("", "--key", "1"),
        2,
        "has no partition map in maps/; name a strategy's folder, OUTPUT/STRATEGY");
  }

  @Test
  void damagedDataIsAFailure() throws IOException {
    write("days/events/old/part-0", "timestamp,sensor", "1,a", "5,b", "3,c");
    assertRefused(
        lookup("days", "--key", "6"), 1, "old/part-0: at byte 28: is out of order: key 3");
    write("days/events/old/part-0", "timestamp,sensor", "1,\"two");
    assertRefused(lookup("days", "--key", "6"), 1, "line breaks are not read");
    Files.delete(folder.resolve("days/events/old/part-0"));
    Files.delete(folder.resolve("days/events/old"));
    assertRefused(lookup("days", "--key", "6"), 1, "events/old: is not there");
    Path map = folder.resolve("days/maps/epoch-0000000000000000001.json");
    Files.writeString(map, Files.readString(map).replace("old", "odd"));
    assertRefused(lookup("days", "--key", "6"), 1, "epoch-0000000000000000001.json: ");
  }

  @Test
  void helpGoesToStdout() {
    CommandLineRun run = CommandLineRun.of(Main.command(), "lookup", "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("--data=DIR", "--key=KEY", "--from=A", "--to=B")
        .contains("  lookup --data celebrity-out/salt-hot --key celebrity");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theListOfCommandsHasAWholeSentenceOfEach() {
    CommandLineRun run = CommandLineRun.of(Main.command(), "--help");
    assertThat(run.out())
        .contains("Counts events per key and window, once for each strategy.")
        .contains("Looks up what a job has written, by its partition map.");
  }

  private static void assertRefused(int exitCode, String message, String... args) {
    assertRefused(CommandLineRun.of(Main.command(), args), exitCode, message);
  }

  private static void assertRefused(CommandLineRun run, int exitCode, String message) {
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }
}
