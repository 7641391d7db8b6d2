package org.partitioners.jobs.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One line of progress on stderr: rewritten in place on a terminal, written anew every ten seconds
 * elsewhere, so that a log stays short.
 *
 * <p>Whether stderr is a terminal cannot be asked of Java; the launch scripts say it in the
 * environment variable {@value #TERMINAL}. Not thread-safe.
 */
public final class ProgressLine {
  /** Environment variable: {@code true} where stderr is a terminal. */
  public static final String TERMINAL = "PARTITIONERS_TERMINAL";

  private static final long ELSEWHERE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final boolean terminal;
  private int shownLength;
  private long lastNanos = System.nanoTime();

  private ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  public static ProgressLine onStderr() {
    return new ProgressLine(
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        Boolean.parseBoolean(System.getenv(TERMINAL)));
  }

  static ProgressLine onTerminal(PrintStream out) {
    return new ProgressLine(out, true);
  }

  static ProgressLine onLog(PrintStream out) {
    return new ProgressLine(out, false);
  }

  /** Shows where things stand; may be called as often as wanted. */
  public void show(String text) {
    if (terminal) {
      rewrite(text);
      return;
    }
    long now = System.nanoTime();
    if (now - lastNanos >= ELSEWHERE_EVERY_NANOS) {
      lastNanos = now;
      out.println(text);
    }
  }

  /** Ends the line with a text that stays. */
  public void finish(String text) {
    if (terminal) {
      rewrite(text);
      out.println();
      shownLength = 0;
    } else {
      out.println(text);
    }
    lastNanos = System.nanoTime();
  }

  private void rewrite(String text) {
    StringBuilder line = new StringBuilder("\r").append(text);
    for (int i = text.length(); i < shownLength; i++) {
      line.append(' ');
    }
    out.print(line);
    out.flush();
    shownLength = text.length();
  }
}
