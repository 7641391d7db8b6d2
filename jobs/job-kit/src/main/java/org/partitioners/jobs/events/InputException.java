package org.partitioners.jobs.events;

/**
 * The input cannot be used at all: absent, empty, or without the columns asked for. The message is
 * one line that says what to do.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message of one line. */
  public InputException(String message) {
    super(message);
  }

  /** With a message of one line and what caused it. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
