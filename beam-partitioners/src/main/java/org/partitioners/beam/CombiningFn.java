package org.partitioners.beam;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.partitioners.skew.HotKeyTracker;

/**
 * Combines what comes of a hot key in a bundle, by window, and sends it home at the bundle's end;
 * sends all else at once. What leaves with one bundle reaches the home in one, so a trigger there
 * sees the same elements together as it would without.
 */
final class CombiningFn<K, V, A> extends DoFn<KV<K, V>, KV<K, Contribution<V, A>>> {
  private static final long serialVersionUID = 1;

  /** Bounds memory; further hot keys of a bundle are sent on as cold ones. */
  private static final int MAX_PARTIALS = 1 << 12;

  private final Combine.CombineFn<V, A, ?> fn;
  private final Coder<K> keyCoder;
  private final TimestampCombiner timestamps;
  private final HotKeysInSender hotKeys;

  private final Counter combined =
      Metrics.counter(SkewAwareCombine.class, SkewAwareCombine.COMBINED);
  private final Counter passed = Metrics.counter(SkewAwareCombine.class, SkewAwareCombine.PASSED);
  private final Counter sent = Metrics.counter(SkewAwareCombine.class, SkewAwareCombine.PARTIALS);

  private transient Sender<K, A> sender = new Sender<>(HotKeyTracker.told());

  /** Where a partial result is kept. */
  private record Slot(Object key, BoundedWindow window) {}

  /** What has come of a key in a window. */
  private static final class Partial<K, A> {
    private final K key;
    private A accumulator;
    private Instant timestamp;

    Partial(K key, A accumulator, Instant timestamp) {
      this.key = key;
      this.accumulator = accumulator;
      this.timestamp = timestamp;
    }
  }

  /** What one instance of this function knows; the tracker outlives bundles. */
  private static final class Sender<K, A> {
    private final HotKeyTracker tracker;
    private final Map<Slot, Partial<K, A>> partials = new HashMap<>();
    private long numCombined;
    private long numPassed;

    Sender(HotKeyTracker tracker) {
      this.tracker = tracker;
    }
  }

  CombiningFn(
      Combine.CombineFn<V, A, ?> fn,
      Coder<K> keyCoder,
      TimestampCombiner timestamps,
      HotKeysInSender hotKeys) {
    this.fn = fn;
    this.keyCoder = keyCoder;
    this.timestamps = timestamps;
    this.hotKeys = hotKeys;
  }

  @Setup
  public void setUp() {
    sender = new Sender<>(hotKeys.tracker());
  }

  @ProcessElement
  public void send(
      @Element KV<K, V> element,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      OutputReceiver<KV<K, Contribution<V, A>>> out) {
    K key = element.getKey();
    Object identity = keyCoder.structuralValue(key);
    if (!sender.tracker.observe(HotKeysInSender.hash(identity))
        || !combine(new Slot(identity, window), key, element.getValue(), timestamp)) {
      sender.numPassed++;
      out.output(KV.of(key, new Contribution.Value<>(element.getValue())));
    }
  }

  /** Says whether there was room. */
  private boolean combine(Slot slot, K key, V value, Instant timestamp) {
    Partial<K, A> partial = sender.partials.get(slot);
    if (partial == null) {
      if (sender.partials.size() == MAX_PARTIALS) {
        return false;
      }
      partial = new Partial<>(key, fn.createAccumulator(), timestamp);
      sender.partials.put(slot, partial);
    }
    partial.accumulator = fn.addInput(partial.accumulator, value);
    partial.timestamp = combine(partial.timestamp, timestamp);
    sender.numCombined++;
    return true;
  }

  /** Any will do where results are stamped with the window's end. */
  private Instant combine(Instant left, Instant right) {
    return left.isBefore(right) == (timestamps == TimestampCombiner.EARLIEST) ? left : right;
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    sender.partials.forEach(
        (slot, partial) ->
            context.output(
                KV.of(partial.key, new Contribution.Partial<>(fn.compact(partial.accumulator))),
                partial.timestamp,
                slot.window()));
    combined.inc(sender.numCombined);
    passed.inc(sender.numPassed);
    sent.inc(sender.partials.size());
    sender.partials.clear();
    sender.numCombined = 0;
    sender.numPassed = 0;
  }
}
