package org.partitioners.beam;

/** What goes home: a value, or what a sender has combined of many. */
sealed interface Contribution<V, A> {

  /** One value. */
  record Value<V, A>(V value) implements Contribution<V, A> {}

  /** The accumulator of several values. */
  record Partial<V, A>(A accumulator) implements Contribution<V, A> {}
}
