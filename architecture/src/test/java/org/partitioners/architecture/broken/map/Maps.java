package org.partitioners.architecture.broken.map;

import org.partitioners.architecture.broken.hash.Hash;

/** Not broken: maps may know the other subpackages. */
public final class Maps {

  private Maps() {}

  static String described(Hash hash) {
    return hash.toString();
  }
}
