package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A key, or the part of a hot key that is worked on in one place, with keyed state and timers of
 * its own. Immutable if the key is.
 *
 * <p>A key that is not split has one part, whose number is the key group that a plain {@code keyBy}
 * puts the key into. That part is the only one at the key's home; further parts are elsewhere.
 * Numbers being key groups, parts do not depend on the parallelism: when a job is rescaled, they
 * move with their state, as all of Flink's key groups do.
 *
 * @param key the user's key
 * @param part the key group that holds the part, in [0..maxParallelism)
 */
@PublicEvolving
public record KeyPart<K>(K key, int part) {

  /** Refuses null keys and negative numbers. */
  public KeyPart {
    requireNonNull(key, "key");
    if (part < 0) {
      throw new IllegalArgumentException("part: " + part + " not in [0..maxParallelism)");
    }
  }
}
