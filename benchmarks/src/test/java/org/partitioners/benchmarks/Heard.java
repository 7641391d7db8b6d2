package org.partitioners.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a test's commands say on the standard streams. */
public final class Heard implements BeforeEachCallback, AfterEachCallback {

  private final PrintStream stdout = System.out;
  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

  @Override
  public void beforeEach(ExtensionContext context) {
    System.setOut(new PrintStream(told, true, UTF_8));
    System.setErr(new PrintStream(complained, true, UTF_8));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    System.setOut(stdout);
    System.setErr(stderr);
  }

  /** All of standard output so far. */
  public String out() {
    return told.toString(UTF_8);
  }

  /** All of standard error so far. */
  public String err() {
    return complained.toString(UTF_8);
  }
}
