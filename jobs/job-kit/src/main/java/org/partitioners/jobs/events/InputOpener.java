package org.partitioners.jobs.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/** Opens files by path: on the local file system, or on whatever an engine can reach. */
@FunctionalInterface
public interface InputOpener extends Serializable {
  /**
   * The bytes of a file as stored; {@link Decompression} is not the opener's business.
   *
   * @throws IOException when the file cannot be opened
   */
  InputStream open(String path) throws IOException;
}
