package org.partitioners.jobs.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.testing.CommandLineRun;

/**
 * Whatever is wrong with a command line: one line that says so, exit code 2, and nothing written.
 */
class BadUsageTest {
  @TempDir Path folder;
  private Path csv;
  private Path output;

  @BeforeEach
  void writeInput() throws IOException {
    csv = folder.resolve("events.csv");
    output = folder.resolve("out");
    Files.writeString(csv, "time,user\n0,ann\n1,bob\n");
  }

  @Test
  void unknownStrategyIsAnsweredWithTheNearest() {
    assertRefused(
        "unknown 'salt-hott'; one of naive, hash, ring, rendezvous, jump, salt-all, salt-hot, combine, pkg,"
            + " d-choices, w-choices, adaptive;"
            + " did you mean salt-hot?",
        "--strategy",
        "naive,salt-hott");
  }

  @Test
  void misspeltOptionIsAnsweredWithTheNearest() {
    assertRefused("unknown option '--stratgy'; did you mean --strategy?", "--stratgy", "naive");
  }

  @Test
  void zeroParallelism() {
    assertRefused("--parallelism: 0 not in [1..1024]", "--parallelism", "0");
  }

  @Test
  void parallelismThatIsNoNumber() {
    assertRefused("'many' is not an int", "--parallelism", "many");
  }

  @Test
  void windowWithoutUnit() {
    assertRefused("'60' is not a duration such as 500ms, 30s, 1m, 1h or 1d", "--window", "60");
  }

  @Test
  void emptyWindow() {
    assertRefused("--window: 0ms not in [1ms..366d]", "--window", "0s");
  }

  @Test
  void celebrityShareAboveOne() {
    assertRefused("--celebrity-share: 1.5 not in [0..1]", "--celebrity-share", "1.5");
  }

  @Test
  void moreCelebritiesThanMakeSense() {
    assertRefused("--celebrity-changes: -1 not in [0..1000]", "--celebrity-changes", "-1");
    assertRefused("--celebrity-changes: 1001 not in [0..1000]", "--celebrity-changes", "1001");
  }

  @Test
  void missingInput() {
    assertRefused("absent.csv does not exist", input(folder.resolve("absent.csv"), "user"));
  }

  @Test
  void missingKeyColumnOption() {
    assertRefused("--input needs --key-column NAME", "--input", csv.toString());
  }

  @Test
  void missingColumnIsAnsweredWithThoseThereAre() {
    assertRefused(
        "no column 'usr'; did you mean 'user'? Columns: 'time', 'user'", input(csv, "usr"));
  }

  @Test
  void emptyFolder() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertRefused("holds no file that ends in .csv", input(empty, "user"));
  }

  @Test
  void emptyFile() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    assertRefused("empty.csv", input(empty, "user"));
  }

  @Test
  void fileThatIsNotWhatItsNameSays() throws IOException {
    Path damaged = Files.writeString(folder.resolve("damaged.csv.gz"), "time,user\n0,ann\n");
    CommandLineRun run = run(input(damaged, "user"));
    assertThat(run.exitCode()).isIn(1, 2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("damaged.csv.gz").doesNotContain("\tat ");
  }

  @Test
  void unknownFileSystem() {
    assertRefused("nofs", "--input", "nofs://host/events.csv", "--key-column", "user");
  }

  @Test
  void outputThatIsNotEmpty() throws IOException {
    Files.createDirectory(output);
    Files.writeString(output.resolve("precious.txt"), "keep me");
    CommandLineRun run = run(input(csv, "user"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err())
        .contains(output + " is not empty; choose another folder or add --overwrite");
    assertThat(output.resolve("precious.txt")).hasContent("keep me");
  }

  @Test
  void outputThatIsAFile() throws IOException {
    Files.writeString(output, "keep me");
    CommandLineRun run = run(input(csv, "user"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is a file, not a folder");
  }

  @Test
  void noEvents() {
    assertRefused("--events: 0 not in [1..", "--events", "0");
  }

  @Test
  void optionsThatWouldBeIgnored() {
    assertRefused("--timestamp-format needs --input PATH", "--timestamp-format", "iso");
    assertRefused(
        "--events describes generated events; leave it out with --input",
        "--input",
        csv.toString(),
        "--key-column",
        "user",
        "--events",
        "100");
    assertRefused(
        "--celebrity-changes describes generated events; leave it out with --input",
        "--input",
        csv.toString(),
        "--key-column",
        "user",
        "--celebrity-changes",
        "3");
  }

  @Test
  void moreSubtasksThanOneJvmHasMemoryFor() {
    assertRefused("--parallelism: 1024 needs 262208 MiB", "--parallelism", "1024");
  }

  @Test
  void rowsOfWhichNoneCanBeCounted() throws IOException {
    Path words = Files.writeString(folder.resolve("words.csv"), "time,user\nnoon,ann\n");
    CommandLineRun run =
        run("--input", words.toString(), "--key-column", "user", "--timestamp-column", "time");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines()).hasSize(2);
    assertThat(run.errLines().get(1))
        .startsWith("--input: none of its 1 rows can be counted; the first, line 2 of ")
        .contains("noon");
    assertThat(output).doesNotExist();
  }

  @Test
  void inputInsideTheOutput() throws IOException {
    Path inside = Files.createDirectories(output.resolve("naive/counts")).resolve("part-0.csv");
    Files.writeString(inside, "time,user\n0,ann\n");
    CommandLineRun run = run("--input", inside.toString(), "--key-column", "user", "--overwrite");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("holds --input").contains("choose another folder");
    assertThat(inside).exists();
  }

  @Test
  void outputThatCannotBeMade() {
    CommandLineRun run =
        CommandLineRun.of(Main.command(), "celebrity", "--output", "/proc/partitioners-out");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).startsWith("--output: cannot write to /proc/partitioners-out");
  }

  @Test
  void hotKeysWithoutSaltHot() {
    assertRefused(
        "--hot-keys: only strategy salt-hot uses it", "--hot-keys", "a", "--strategy", "naive");
  }

  @Test
  void jobManagerThatIsNoAddress() {
    assertRefused("--jobmanager: 'local host' is not HOST:PORT", "--jobmanager", "local host");
  }

  @Test
  void unknownJobIsAnsweredInOneLine() {
    CommandLineRun run = CommandLineRun.of(Main.command(), "celebrty");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("unknown argument 'celebrty'; did you mean celebrity?");
  }

  @Test
  void noJobAtAll() {
    CommandLineRun run = CommandLineRun.of(Main.command());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("name a job: celebrity");
  }

  @Test
  void helpGoesToStdout() {
    CommandLineRun run = CommandLineRun.of(Main.command(), "celebrity", "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("--strategy").contains("--out-of-orderness");
    assertThat(run.err()).isEmpty();
  }

  private static String[] input(Path path, String column) {
    return new String[] {"--input", path.toString(), "--key-column", column};
  }

  private void assertRefused(String message, String... options) {
    CommandLineRun run = run(options);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(output).doesNotExist();
  }

  private CommandLineRun run(String... options) {
    List<String> args = new ArrayList<>(List.of("celebrity", "--output", output.toString()));
    args.addAll(Arrays.asList(options));
    return CommandLineRun.of(Main.command(), args.toArray(String[]::new));
  }
}
