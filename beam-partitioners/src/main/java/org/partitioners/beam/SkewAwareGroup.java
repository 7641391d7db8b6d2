package org.partitioners.beam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.partitioners.skew.HotKeyTracker;

/**
 * Groups values by key like {@link GroupByKey}, but gives a hot key's values in several pieces of
 * bounded size, which go to different workers.
 *
 * <pre>{@code
 * PCollection<KV<String, Iterable<Click>>> pieces =
 *     clicks.apply(SkewAwareGroup.<String, Click>perKey().withMaxValues(5_000));
 * }</pre>
 *
 * <p>For work that goes through the values of a key and does not need to see all of them together:
 * enriching, writing, scoring. What can be combined is better combined, by {@link
 * SkewAwareCombine}. Every value comes in exactly one piece of its key and window. A key that is
 * never hot nor has more values than a piece holds comes whole.
 *
 * <p>Each sender finds the hot keys of its own elements as they come, and gives the values of each
 * a piece of their own, and another one when that is full; cold keys' values meet as usual. So no
 * group has more values of a hot key than a piece holds. A key that is cold in all senders and yet
 * has more is grouped whole, and cut into pieces after that.
 *
 * <p>Pieces follow from what a sender has seen: a runner that does a sender's work again, as
 * Spark's may, must give it the same elements in the same order, else values may come twice or not
 * at all. Senders that begin a piece at the same position with the same key, value and timestamp
 * share it; then it is grouped together, and cut after that.
 *
 * <p>Each piece has panes of its own: with a trigger that fires more than once in accumulating
 * mode, a pane repeats what its piece has had so far. Triggers that count more than one element and
 * windows that merge are refused when the pipeline is built, with an {@link
 * IllegalArgumentException}: both would see pieces in place of keys. So is unbounded input in the
 * global window, where the state of past pieces would never be cleared.
 *
 * <p><b>Memory:</b> a piece at a time is held as a list.
 */
public final class SkewAwareGroup {

  /** The most values that a piece has unless told otherwise. */
  public static final int DEFAULT_MAX_VALUES = 10_000;

  private static final double HOT_SHARE = 1.0 / 256;

  private SkewAwareGroup() {}

  /** Groups values by key, in pieces of at most {@value #DEFAULT_MAX_VALUES}. */
  public static <K, V> PerKey<K, V> perKey() {
    return new PerKey<>(DEFAULT_MAX_VALUES, new HotKeysInSender.AboveShare(HOT_SHARE));
  }

  /**
   * A {@code PTransform} that groups values by key. Immutable.
   *
   * @param <K> the type of key
   * @param <V> the type of value
   */
  public static final class PerKey<K, V>
      extends PTransform<PCollection<KV<K, V>>, PCollection<KV<K, Iterable<V>>>> {
    private static final long serialVersionUID = 1;

    private final int maxValues;
    private final HotKeysInSender hotKeys;

    private PerKey(int maxValues, HotKeysInSender hotKeys) {
      this.maxValues = maxValues;
      this.hotKeys = hotKeys;
    }

    /**
     * With pieces of another size.
     *
     * @param newMaxValues the most values that a piece has, at least 1
     * @throws IllegalArgumentException if the number is not positive
     */
    public PerKey<K, V> withMaxValues(int newMaxValues) {
      if (newMaxValues < 1) {
        throw new IllegalArgumentException(
            "maxValues: " + newMaxValues + " not in [1.." + Integer.MAX_VALUE + "]");
      }
      return new PerKey<>(newMaxValues, hotKeys);
    }

    PerKey<K, V> withHotKeys(HotKeysInSender newHotKeys) {
      return new PerKey<>(maxValues, newHotKeys);
    }

    @Override
    public PCollection<KV<K, Iterable<V>>> expand(PCollection<KV<K, V>> input) {
      Pairs.checkKeysMaySplit(input, "GroupByKey");
      checkEnds(input);
      KvCoder<K, V> coder = Pairs.coder(input);
      return input
          .apply("Spread", ParDo.of(new SpreadFn<>(coder, maxValues, hotKeys)))
          .setCoder(
              KvCoder.of(KvCoder.of(coder.getKeyCoder(), VarLongCoder.of()), coder.getValueCoder()))
          .apply("Gather", GroupByKey.create())
          .apply("Cut", ParDo.of(new CutFn<K, V>(maxValues)))
          .setCoder(KvCoder.of(coder.getKeyCoder(), IterableCoder.of(coder.getValueCoder())));
    }

    private static void checkEnds(PCollection<?> input) {
      if (input.isBounded() == PCollection.IsBounded.UNBOUNDED
          && input.getWindowingStrategy().getWindowFn() instanceof GlobalWindows) {
        throw new IllegalArgumentException(
            "input: unbounded in the global window, which never ends, so runners would keep state"
                + " of every past piece; apply a Window first");
      }
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      builder
          .add(DisplayData.item("maxValues", maxValues).withLabel("Values a Piece"))
          .add(DisplayData.item("hotKeys", hotKeys.toString()).withLabel("Hot Keys"));
    }
  }

  /** Adds the number of a piece to each key. */
  static final class SpreadFn<K, V> extends DoFn<KV<K, V>, KV<KV<K, Long>, V>> {
    private static final long serialVersionUID = 1;
    private static final long WHOLE = 0;

    /** Bounds memory; then all begin new pieces. */
    private static final int MAX_PIECES = 1 << 12;

    private final KvCoder<K, V> coder;
    private final int maxValues;
    private final HotKeysInSender hotKeys;

    private transient HotKeyTracker tracker = HotKeyTracker.told();
    private transient Map<Slot, Piece> pieces = new HashMap<>();

    /** How many elements have come. */
    private transient long position;

    private record Slot(Object key, BoundedWindow window) {}

    private static final class Piece {
      private long number;
      private int left;
    }

    SpreadFn(KvCoder<K, V> coder, int maxValues, HotKeysInSender hotKeys) {
      this.coder = coder;
      this.maxValues = maxValues;
      this.hotKeys = hotKeys;
    }

    @Setup
    public void setUp() {
      tracker = hotKeys.tracker();
      pieces = new HashMap<>();
      position = 0;
    }

    @ProcessElement
    public void spread(
        @Element KV<K, V> element,
        @Timestamp Instant timestamp,
        BoundedWindow window,
        OutputReceiver<KV<KV<K, Long>, V>> out) {
      long piece = piece(element, timestamp, window);
      out.output(KV.of(KV.of(element.getKey(), piece), element.getValue()));
    }

    long piece(KV<K, V> element, Instant timestamp, BoundedWindow window) {
      position++;
      Object identity = coder.getKeyCoder().structuralValue(element.getKey());
      if (!tracker.observe(HotKeysInSender.hash(identity))) {
        return WHOLE;
      }
      Piece piece = piece(new Slot(identity, window));
      if (piece.left == 0) {
        // Other than those of other senders, and yet the same if this one does its work again.
        piece.number = Seed.mix(Seed.of(element, coder, timestamp, window) + position);
        piece.left = maxValues;
      }
      piece.left--;
      return piece.number;
    }

    private Piece piece(Slot slot) {
      if (pieces.size() == MAX_PIECES && !pieces.containsKey(slot)) {
        pieces.clear();
      }
      return pieces.computeIfAbsent(slot, s -> new Piece());
    }
  }

  /** Gives groups in pieces. */
  private static final class CutFn<K, V>
      extends DoFn<KV<KV<K, Long>, Iterable<V>>, KV<K, Iterable<V>>> {
    private static final long serialVersionUID = 1;

    private final int maxValues;

    CutFn(int maxValues) {
      this.maxValues = maxValues;
    }

    @ProcessElement
    public void cut(
        @Element KV<KV<K, Long>, Iterable<V>> group, OutputReceiver<KV<K, Iterable<V>>> out) {
      K key = group.getKey().getKey();
      List<V> piece = new ArrayList<>();
      for (V value : group.getValue()) {
        if (piece.size() == maxValues) {
          out.output(KV.of(key, piece));
          piece = new ArrayList<>();
        }
        piece.add(value);
      }
      if (!piece.isEmpty()) {
        out.output(KV.of(key, piece));
      }
    }
  }
}
