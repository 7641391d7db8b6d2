package org.partitioners;

/**
 * What can be told in full as a {@link Description} and made again from it, by whoever reads that:
 * another process, version or language. The library's own partitioners and hashers are.
 */
public interface Described {

  /**
   * All that behaviour depends on.
   *
   * @throws IllegalArgumentException if a part holds code, such as a lambda, and so cannot be
   *     described; the message names it
   */
  Description description();
}
