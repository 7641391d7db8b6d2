package org.partitioners.hadoop;

import java.io.IOException;

/** What is there is not what the map says: a later one may know better. */
final class OutdatedMapException extends IOException {
  private static final long serialVersionUID = 1L;

  OutdatedMapException(String message) {
    super(message);
  }

  OutdatedMapException(String message, Throwable cause) {
    super(message, cause);
  }
}
