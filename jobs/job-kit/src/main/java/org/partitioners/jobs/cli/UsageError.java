package org.partitioners.jobs.cli;

import java.util.Locale;

/**
 * A command line that asks for something impossible: the message names the option, the value and
 * what is valid. {@link JobCommandLine} prints it in one line and exits with 2.
 */
public final class UsageError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageError(String message) {
    super(message);
  }

  public UsageError(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A parameter out of its range: {@code lateShare: …} as the command line writes it, {@code
   * --late-share: …}.
   */
  static UsageError ofParameter(IllegalArgumentException outOfRange) {
    String message = String.valueOf(outOfRange.getMessage());
    int colon = Math.max(0, message.indexOf(':'));
    String name = message.substring(0, colon).replaceAll("([A-Z])", "-$1");
    return new UsageError(
        "--" + name.toLowerCase(Locale.ROOT) + message.substring(colon), outOfRange);
  }
}
