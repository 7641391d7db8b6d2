package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Optional;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.OptionalCoder;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * What a join yields of matches, and of what has none.
 *
 * @param leftOnly null if unmatched left values are dropped
 * @param rightOnly null if unmatched right values are dropped
 */
record JoinShape<L, R, O>(
    String name,
    SerializableBiFunction<L, R, O> both,
    @Nullable SerializableFunction<L, O> leftOnly,
    @Nullable SerializableFunction<R, O> rightOnly,
    SerializableBiFunction<Coder<L>, Coder<R>, Coder<O>> coder)
    implements Serializable {

  static <L, R> JoinShape<L, R, KV<L, R>> inner() {
    return new JoinShape<>("inner", KV::of, null, null, (left, right) -> KvCoder.of(left, right));
  }

  static <L, R> JoinShape<L, R, KV<L, Optional<R>>> leftOuter() {
    return new JoinShape<>(
        "left outer",
        (left, right) -> KV.of(left, present(right)),
        left -> KV.of(left, Optional.empty()),
        null,
        (left, right) -> KvCoder.of(left, OptionalCoder.of(right)));
  }

  static <L, R> JoinShape<L, R, KV<Optional<L>, R>> rightOuter() {
    return new JoinShape<>(
        "right outer",
        (left, right) -> KV.of(present(left), right),
        null,
        right -> KV.of(Optional.empty(), right),
        (left, right) -> KvCoder.of(OptionalCoder.of(left), right));
  }

  static <L, R> JoinShape<L, R, KV<Optional<L>, Optional<R>>> fullOuter() {
    return new JoinShape<>(
        "full outer",
        (left, right) -> KV.of(present(left), present(right)),
        left -> KV.of(present(left), Optional.empty()),
        right -> KV.of(Optional.empty(), present(right)),
        (left, right) -> KvCoder.of(OptionalCoder.of(left), OptionalCoder.of(right)));
  }

  /** Null is a value to some coders, but would read as no match here. */
  private static <V> Optional<V> present(V value) {
    return Optional.of(
        requireNonNull(
            value, "value: null, which an outer join cannot tell from no match; wrap it"));
  }

  boolean keepsLeft() {
    return leftOnly != null;
  }

  boolean keepsRight() {
    return rightOnly != null;
  }
}
