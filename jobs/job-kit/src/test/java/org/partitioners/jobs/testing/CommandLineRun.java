package org.partitioners.jobs.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.partitioners.jobs.cli.JobCommandLine;

/** A command line run in this JVM, as a user sees it: exit code, stdout and stderr. */
public record CommandLineRun(int exitCode, String out, String err) {

  /** Runs a command. */
  public static CommandLineRun of(Object command, String... args) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode = JobCommandLine.execute(command, args);
      return new CommandLineRun(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }

  /** What was said on stderr. */
  public List<String> errLines() {
    return err.lines().toList();
  }
}
