package org.partitioners.jobs.cli;

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
}
