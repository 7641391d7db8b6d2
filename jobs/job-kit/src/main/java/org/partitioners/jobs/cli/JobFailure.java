package org.partitioners.jobs.cli;

/**
 * A run that could not be finished, told in one line. {@link JobCommandLine} prints the message and
 * exits with 1.
 */
public final class JobFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobFailure(String message) {
    super(message);
  }

  public JobFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure whose message ends in the innermost cause's own words. */
  public static JobFailure because(String what, Throwable cause) {
    return new JobFailure(what + ": " + innermostMessage(cause), cause);
  }

  private static String innermostMessage(Throwable cause) {
    Throwable innermost = cause;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    String text = message == null || message.isBlank() ? innermost.getClass().getName() : message;
    return oneLine(text);
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
