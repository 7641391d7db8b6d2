package org.partitioners.jobs.events;

/** What becomes of a row whose key is empty. */
public enum EmptyKey {
  /** The empty key is a key like any other, and often the hottest. */
  KEEP,
  /** Rows without a key are rejected. */
  REJECT
}
