package org.partitioners.map;

import org.partitioners.Description;

/** Refuses what this version of the library does not know, before anything else is read of it. */
final class Versions {

  private Versions() {}

  static void check(String type, Description description, int known) {
    if (!description.type().equals(type)) {
      throw new IllegalArgumentException(
          type + ": what is described is of the type " + description.type());
    }
    check(type, description.whole("version"), known);
  }

  static void check(String type, long version, int known) {
    if (version != known) {
      throw new IllegalArgumentException(
          type
              + ": version "
              + version
              + " is unknown, this library reads version "
              + known
              + "; take the version of the library that wrote it");
    }
  }
}
