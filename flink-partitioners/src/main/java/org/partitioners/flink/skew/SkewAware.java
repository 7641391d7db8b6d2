package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;

/**
 * Keyed aggregation that a hot key does not slow down: the result of {@code keyBy}, without its hot
 * spot.
 *
 * <pre>{@code
 * SkewAware.keyBy(clicks, Click::user)                        // instead of clicks.keyBy(Click::user)
 *     .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
 *     .aggregate(new CountClicks());
 * }</pre>
 *
 * <p>Every key has one home: the subtask where {@code keyBy} would aggregate it. Records of cold
 * keys go straight there, in one hop. Records of hot keys are combined on their way, and their
 * parts reach home before the watermark or the checkpoint barrier that would miss them. So which
 * way a record took cannot be seen in the result, nor in the state, which is the one of {@code
 * keyBy}: a savepoint of either can be restored by the other, if the operator has the same uid.
 *
 * <p>What {@code keyBy} has no place for it leaves behind: hot keys that were told, by {@link
 * SkewAwareStream#hotKeysFrom}, and late records that wait at home until the parts of hot keys have
 * caught up; the former only if the job starts with {@code --allowNonRestoredState}. And where a
 * source calls a sender idle, that sender relieves less until the job restarts.
 */
@PublicEvolving
public final class SkewAware {
  private SkewAware() {}

  /**
   * Keys a stream, as {@code stream.keyBy(selector)} does, for aggregation with relief.
   *
   * @param selector extracts the key; never null, and with the stable {@code hashCode()} that Flink
   *     demands of keys
   * @throws org.apache.flink.api.common.functions.InvalidTypesException if the key's type cannot be
   *     found, as for a lambda that returns a generic type
   * @throws org.apache.flink.api.common.InvalidProgramException if Flink takes no such keys:
   *     arrays, and types without a {@code hashCode()} of their own
   */
  public static <T, K> SkewAwareStream<T, K> keyBy(
      DataStream<T> stream, KeySelector<T, K> selector) {
    return keyBy(stream, selector, TypeExtractor.getKeySelectorTypes(selector, stream.getType()));
  }

  /** {@link #keyBy(DataStream, KeySelector)} with the key's type given. */
  public static <T, K> SkewAwareStream<T, K> keyBy(
      DataStream<T> stream, KeySelector<T, K> selector, TypeInformation<K> keyType) {
    requireNonNull(stream, "stream");
    requireNonNull(selector, "selector");
    requireNonNull(keyType, "keyType");
    // Flink's own checks of the key's type.
    KeyedStream<T, K> keyed = stream.keyBy(selector, keyType);
    return new SkewAwareStream<>(stream, keyed.getKeySelector(), keyType);
  }
}
