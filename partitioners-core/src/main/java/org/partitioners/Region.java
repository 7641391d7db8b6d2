package org.partitioners;

import org.jspecify.annotations.Nullable;

/**
 * A connected piece of an ordered space that is divided among partitions: an arc of the hash space,
 * a range of keys. Immutable.
 *
 * @param <R> the type itself
 */
public interface Region<R extends Region<R>> {

  /** What this region and another have in common; null if nothing. */
  @Nullable R intersection(R other);

  /**
   * Compares where two regions end: negative if this one ends first, 0 if both end at the same
   * place.
   */
  int compareEnds(R other);
}
