package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IncompatibleWindowException;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * Joins two collections by key though few keys have most of the values, on one side or on both.
 *
 * <pre>{@code
 * PCollection<KV<String, KV<Click, User>>> joined =
 *     clicks.apply(SkewedJoin.<String, Click, User>inner(users));
 * PCollection<KV<String, KV<Click, Optional<User>>>> all =
 *     clicks.apply(SkewedJoin.<String, Click, User>leftOuter(users).withMaxValues(5_000));
 * }</pre>
 *
 * <p>The rows are those of a {@code CoGroupByKey} whose groups are paired: every left value of a
 * key with every right value of it and, in an outer join, what has none with {@link
 * Optional#empty()}, once. Where a side is optional its values must not be null.
 *
 * <p><b>How.</b> A first pass counts keys with a sketch for each window, and a plan is made of it,
 * which travels as a side input: both sides go by the same plan. A key with many values is split
 * into l left and r right pieces, which meet in l·r cells: a left piece is copied to the r cells of
 * its row, a right piece to the l cells of its column. So every pair meets in exactly one cell. All
 * other keys have one cell. If the right side as a whole is small it is broadcast, and left records
 * are joined where they are, without a shuffle.
 *
 * <p><b>Exact whatever the sketch says.</b> Only the plan comes from the sketch, and any plan gives
 * the same rows. A left value is copied to r cells and might seem unmatched in several, or in one
 * that the right values of the key went past. So it is given out by the first cell of its row
 * alone, and a sender that has right values of a split key in other columns than the first tells
 * all cells of the first column, once in a bundle, with a mark. A cell has then a right value or a
 * mark if and only if the key has a right value at all. For right values likewise, by rows. When
 * the right side is broadcast, left records leave such marks for the keys that they matched.
 *
 * <p><b>Memory.</b> A cell goes through its group once, so groups need not fit into memory, nor is
 * there a limit like that of {@code CoGroupByKey}, which on the Flink runner fails from 10 000
 * values of a key on (<a href="https://github.com/apache/beam/issues/31981">Beam issue 31981</a>).
 * It holds at most {@link Join#withMaxValues} values of each side, however large they are, and
 * writes what is beyond to a temporary file. Pieces are sized so that this does not happen: as long
 * as each side has fewer than some 9000·{@code maxValues} elements with the default share, no key
 * can escape the sketch. A broadcast side is held by every worker. The sketches take up to 10 MB.
 *
 * <p><b>Windows</b> are joined each for itself, and must be the same on both sides. Both sides must
 * have the default trigger and timestamps at the end of windows; unbounded sides must allow no
 * lateness besides. Then each key and window has one pane on every way, as under {@code
 * CoGroupByKey}. All else is refused when the pipeline is built, with an {@link
 * IllegalArgumentException}. In streaming, records wait for the plan until their window ends, and
 * hold the watermark so long: one that comes late may still be in time here, and too late there.
 *
 * <p>Metrics, in the namespace of this class: {@value #SPLIT_KEYS} (a value for each plan), {@value
 * #CELLS}, {@value #LEFT_COPIES} and {@value #RIGHT_COPIES} (for each split key), distributions;
 * {@value #BROADCASTS}, {@value #SPILLED} (values written to files), counters; {@value #GRIDS}, a
 * set of strings, "30x2 celebrity" for each of the first hundred split keys.
 */
public final class SkewedJoin {

  /** Distribution of how many keys a plan splits. */
  public static final String SPLIT_KEYS = "join.splitKeys";

  /** Distribution of how many cells a split key has. */
  public static final String CELLS = "join.cells";

  /** Distribution of how often a left value of a split key is copied. */
  public static final String LEFT_COPIES = "join.leftCopies";

  /** Distribution of how often a right value of a split key is copied. */
  public static final String RIGHT_COPIES = "join.rightCopies";

  /** Counter of the windows whose right side was broadcast. */
  public static final String BROADCASTS = "join.broadcasts";

  /** Counter of values that were written to files because a cell had too many. */
  public static final String SPILLED = "join.spilledValues";

  /** Set of strings: pieces left and right, and the key. */
  public static final String GRIDS = "join.grids";

  /** The most values of a side that a cell holds unless told otherwise. */
  public static final int DEFAULT_MAX_VALUES = 10_000;

  /** Up to how many elements the right side is broadcast unless told otherwise. */
  public static final int DEFAULT_BROADCAST_BELOW = 10_000;

  private static final int DEFAULT_PLACES = 16;
  private static final double DEFAULT_SHARE = 1.0 / (1 << 12);
  private static final double MIN_SHARE = 1.0 / (1 << 21);
  private static final int MAX_PIECES = 1 << 16;

  private SkewedJoin() {}

  /** Joins with a right side, and drops what has no match on the other. */
  public static <K, L, R> Join<K, L, R, KV<L, R>> inner(PCollection<KV<K, R>> right) {
    return join(right, JoinShape.inner());
  }

  /** Joins with a right side, and keeps left values that have no match. */
  public static <K, L, R> Join<K, L, R, KV<L, Optional<R>>> leftOuter(PCollection<KV<K, R>> right) {
    return join(right, JoinShape.leftOuter());
  }

  /** Joins with a right side, and keeps right values that have no match. */
  public static <K, L, R> Join<K, L, R, KV<Optional<L>, R>> rightOuter(
      PCollection<KV<K, R>> right) {
    return join(right, JoinShape.rightOuter());
  }

  /** Joins with a right side, and keeps the values of both that have no match. */
  public static <K, L, R> Join<K, L, R, KV<Optional<L>, Optional<R>>> fullOuter(
      PCollection<KV<K, R>> right) {
    return join(right, JoinShape.fullOuter());
  }

  private static <K, L, R, O> Join<K, L, R, O> join(
      PCollection<KV<K, R>> right, JoinShape<L, R, O> shape) {
    return new Join<>(
        requireNonNull(right, "right"),
        shape,
        new JoinSizing(DEFAULT_MAX_VALUES, DEFAULT_PLACES, DEFAULT_BROADCAST_BELOW),
        DEFAULT_SHARE,
        Placement.unknown(DEFAULT_PLACES),
        List.of());
  }

  /**
   * A {@code PTransform} from the left side to the joined rows. Immutable.
   *
   * @param <K> the type of key
   * @param <L> the type of left value
   * @param <R> the type of right value
   * @param <O> the type of a row without its key
   */
  public static final class Join<K, L, R, O>
      extends PTransform<PCollection<KV<K, L>>, PCollection<KV<K, O>>> {
    private static final long serialVersionUID = 1;

    private final transient PCollection<KV<K, R>> right;
    private final JoinShape<L, R, O> shape;
    private final JoinSizing sizing;
    private final double share;
    private final Placement placement;
    private final transient List<HotKey<K>> hotKeys;

    /** A key and its pieces, as told by the user. */
    private record HotKey<K>(K key, int left, int right) {}

    private Join(
        PCollection<KV<K, R>> right,
        JoinShape<L, R, O> shape,
        JoinSizing sizing,
        double share,
        Placement placement,
        List<HotKey<K>> hotKeys) {
      this.right = right;
      this.shape = shape;
      this.sizing = sizing;
      this.share = share;
      this.placement = placement;
      this.hotKeys = hotKeys;
    }

    private Join<K, L, R, O> with(JoinSizing newSizing) {
      return new Join<>(right, shape, newSizing, share, placement, hotKeys);
    }

    /**
     * With cells that hold another number of values of each side in memory. Pieces are made a
     * quarter smaller than that, and smaller still where a fair share of the work is.
     *
     * @param maxValues at least 1
     * @throws IllegalArgumentException if the number is not positive
     */
    public Join<K, L, R, O> withMaxValues(int maxValues) {
      if (maxValues < 1) {
        throw new IllegalArgumentException(
            "maxValues: " + maxValues + " not in [1.." + Integer.MAX_VALUE + "]");
      }
      return with(new JoinSizing(maxValues, sizing.places(), sizing.broadcastBelow()));
    }

    /**
     * With another number of workers, instead of 16: a key is split if its values, or its rows, are
     * more than a quarter of a worker's fair share of all. It takes the place of any {@link
     * #withPlacement} before it.
     *
     * @param places in [1..32768]
     * @throws IllegalArgumentException if the number is out of range
     */
    public Join<K, L, R, O> withPlaces(int places) {
      return withPlacement(Placement.unknown(places));
    }

    /**
     * With salts chosen for a placement, such that the cells of a key go round its places: none has
     * more than one cell of the key above any other, for each window. It takes the place of any
     * {@link #withPlaces} before it. {@link Placement#flinkBatch} together with {@link #withHotKey}
     * is refused in other windows than the global one.
     */
    public Join<K, L, R, O> withPlacement(Placement newPlacement) {
      requireNonNull(newPlacement, "newPlacement");
      return new Join<>(
          right,
          shape,
          new JoinSizing(sizing.maxValues(), newPlacement.places(), sizing.broadcastBelow()),
          share,
          newPlacement,
          hotKeys);
    }

    /**
     * With the right side broadcast if it has, in a window, no more elements than this, instead of
     * {@value #DEFAULT_BROADCAST_BELOW}. It is decided in the pipeline. All of it must fit into
     * each worker's memory. Unbounded sides are never broadcast, for rows would have other panes.
     *
     * @param elements not negative; 0 for never
     * @throws IllegalArgumentException if the number is negative
     */
    public Join<K, L, R, O> withBroadcastBelow(long elements) {
      if (elements < 0) {
        throw new IllegalArgumentException(
            "elements: " + elements + " not in [0.." + Long.MAX_VALUE + "]");
      }
      return with(new JoinSizing(sizing.maxValues(), sizing.places(), elements));
    }

    /**
     * With another share of a side's elements down to which keys are known to the sketch, instead
     * of 1/4096. A finer one takes more memory, in proportion, and finds the hot keys of larger
     * collections.
     *
     * @param newShare in [2⁻²¹..1]
     * @throws IllegalArgumentException if the share is out of range
     */
    public Join<K, L, R, O> withHotShare(double newShare) {
      if (!(newShare >= MIN_SHARE && newShare <= 1)) {
        throw new IllegalArgumentException("share: " + newShare + " not in [" + MIN_SHARE + "..1]");
      }
      return new Join<>(right, shape, sizing, newShare, placement, hotKeys);
    }

    /**
     * With a key known to be hot; may be called for several. Then those keys alone are split, as
     * told, and nothing is counted nor broadcast, so both sides are read once and nothing waits for
     * a plan.
     *
     * @param leftPieces in [1..65536]
     * @param rightPieces in [1..65536], and both multiplied, too
     * @throws IllegalArgumentException if a number is out of range
     */
    public Join<K, L, R, O> withHotKey(K key, int leftPieces, int rightPieces) {
      checkPieces(leftPieces, "leftPieces");
      checkPieces(rightPieces, "rightPieces");
      if ((long) leftPieces * rightPieces > MAX_PIECES) {
        throw new IllegalArgumentException(
            "pieces: " + leftPieces + "·" + rightPieces + " not in [1.." + MAX_PIECES + "]");
      }
      List<HotKey<K>> more = new ArrayList<>(hotKeys);
      more.add(new HotKey<>(key, leftPieces, rightPieces));
      return new Join<>(right, shape, sizing, share, placement, List.copyOf(more));
    }

    private static void checkPieces(int pieces, String name) {
      if (pieces < 1 || pieces > MAX_PIECES) {
        throw new IllegalArgumentException(
            name + ": " + pieces + " not in [1.." + MAX_PIECES + "]");
      }
    }

    @Override
    public Map<TupleTag<?>, PValue> getAdditionalInputs() {
      return Map.of(new TupleTag<KV<K, R>>("right") {}, right);
    }

    @Override
    public PCollection<KV<K, O>> expand(PCollection<KV<K, L>> left) {
      checkWindows(left, "left");
      checkWindows(right, "right");
      checkSame(left.getWindowingStrategy(), right.getWindowingStrategy());
      checkPlaced(left.getWindowingStrategy());
      KvCoder<K, L> leftCoder = Pairs.coder(left);
      KvCoder<K, R> rightCoder = Pairs.coder(right);
      Coder<K> keyCoder = leftCoder.getKeyCoder();
      if (!keyCoder.equals(rightCoder.getKeyCoder())) {
        throw new IllegalArgumentException(
            "right: the coder of its keys is "
                + rightCoder.getKeyCoder()
                + ", and that of the left side's "
                + keyCoder
                + "; set the same");
      }
      PCollectionView<JoinPlan> plan =
          place(hotKeys.isEmpty() ? count(left, keyCoder) : told(left, keyCoder), keyCoder);
      TupleTag<KV<KV<K, Integer>, RawUnionValue>> toCells = new TupleTag<>("cells") {};
      TupleTag<KV<K, R>> small = new TupleTag<>("small") {};
      TupleTag<KV<K, O>> atOnce = new TupleTag<>("joined") {};
      PCollectionTuple rights =
          right.apply(
              "RouteRight",
              ParDo.of(
                      new JoinRightFn<>(
                          new JoinRoutes<>(JoinSide.RIGHT, rightCoder, shape.keepsLeft()),
                          plan,
                          shape.keepsRight(),
                          small))
                  .withSideInputs(plan)
                  .withOutputTags(toCells, TupleTagList.of(small)));
      PCollection<KV<K, R>> smallRight = rights.get(small).setCoder(rightCoder);
      PCollectionView<Map<K, Iterable<R>>> broadcast =
          mayBroadcast(left) ? smallRight.apply("Broadcast", View.asMultimap()) : null;
      PCollectionTuple lefts =
          left.apply(
              "RouteLeft",
              ParDo.of(
                      new JoinLeftFn<>(
                          new JoinRoutes<>(JoinSide.LEFT, leftCoder, shape.keepsRight()),
                          plan,
                          broadcast,
                          shape,
                          atOnce))
                  .withSideInputs(broadcast == null ? List.of(plan) : List.of(plan, broadcast))
                  .withOutputTags(toCells, TupleTagList.of(atOnce)));
      KvCoder<KV<K, Integer>, RawUnionValue> cellCoder =
          KvCoder.of(
              KvCoder.of(keyCoder, VarIntCoder.of()),
              JoinSide.coder(leftCoder.getValueCoder(), rightCoder.getValueCoder()));
      KvCoder<K, O> rowCoder =
          KvCoder.of(
              keyCoder, shape.coder().apply(leftCoder.getValueCoder(), rightCoder.getValueCoder()));
      PCollection<KV<K, O>> inCells =
          PCollectionList.of(lefts.get(toCells).setCoder(cellCoder))
              .and(rights.get(toCells).setCoder(cellCoder))
              .apply("BothSides", Flatten.pCollections())
              .apply("Meet", GroupByKey.create())
              .apply(
                  "JoinCells",
                  ParDo.of(
                      new JoinCellFn<>(
                          shape,
                          leftCoder.getValueCoder(),
                          rightCoder.getValueCoder(),
                          sizing.maxValues())))
              .setCoder(rowCoder);
      return PCollectionList.of(inCells)
          .and(lefts.get(atOnce).setCoder(rowCoder))
          .apply("Rows", Flatten.pCollections());
    }

    private boolean mayBroadcast(PCollection<?> left) {
      return sizing.broadcastBelow() > 0
          && hotKeys.isEmpty()
          && left.isBounded() == PCollection.IsBounded.BOUNDED
          && right.isBounded() == PCollection.IsBounded.BOUNDED;
    }

    private JoinSizing sizing(PCollection<?> left) {
      return mayBroadcast(left) ? sizing : sizing.withoutBroadcast();
    }

    private PCollection<JoinPlan> count(PCollection<KV<K, L>> left, Coder<K> keyCoder) {
      return PCollectionList.of(keys(left, "LeftKeys", JoinPlanFn.LEFT, keyCoder))
          .and(keys(right, "RightKeys", JoinPlanFn.RIGHT, keyCoder))
          .apply("AllKeys", Flatten.pCollections())
          .apply(
              "Plan",
              Combine.globally(new JoinPlanFn<>(keyCoder, share, sizing(left))).withoutDefaults());
    }

    private static <K, V> PCollection<KV<Integer, K>> keys(
        PCollection<KV<K, V>> records, String name, int side, Coder<K> keyCoder) {
      return records
          .apply(
              name,
              MapElements.into(new TypeDescriptor<KV<Integer, K>>() {})
                  .via(record -> KV.of(side, record.getKey())))
          .setCoder(KvCoder.of(VarIntCoder.of(), keyCoder));
    }

    private PCollection<JoinPlan> told(PCollection<KV<K, L>> left, Coder<K> keyCoder) {
      List<JoinPlan.Grid> grids =
          hotKeys.stream()
              .map(
                  hot ->
                      new JoinPlan.Grid(
                          EncodedKey.of(hot.key(), keyCoder), hot.left(), hot.right(), List.of()))
              .toList();
      return left.getPipeline()
          .apply("Told", Create.of(new JoinPlan(false, grids)).withCoder(JoinPlanCoder.of()));
    }

    private PCollectionView<JoinPlan> place(PCollection<JoinPlan> plan, Coder<K> keyCoder) {
      @SuppressWarnings("unchecked") // of the window function that made the windows
      Coder<BoundedWindow> windowCoder =
          (Coder<BoundedWindow>) plan.getWindowingStrategy().getWindowFn().windowCoder();
      return plan.apply("Place", ParDo.of(new JoinPlacingFn<>(keyCoder, windowCoder, placement)))
          .setCoder(JoinPlanCoder.of())
          .apply("Publish", View.<JoinPlan>asSingleton().withDefaultValue(JoinPlan.WHOLE));
    }

    private static void checkWindows(PCollection<?> side, String name) {
      Pairs.checkKeysMaySplit(side, "CoGroupByKey");
      WindowingStrategy<?, ?> windowing = side.getWindowingStrategy();
      if (!(windowing.getTrigger() instanceof DefaultTrigger)) {
        throw new IllegalArgumentException(
            name
                + ": its trigger "
                + windowing.getTrigger()
                + " may fire more than once, and cells would fire apart; use CoGroupByKey, or the"
                + " default trigger");
      }
      if (windowing.getTimestampCombiner() != TimestampCombiner.END_OF_WINDOW) {
        throw new IllegalArgumentException(
            name
                + ": its timestamps are the "
                + windowing.getTimestampCombiner()
                + " of a group's, and each cell would have its own; use CoGroupByKey, or"
                + " TimestampCombiner.END_OF_WINDOW");
      }
      if (side.isBounded() == PCollection.IsBounded.UNBOUNDED
          && windowing.getAllowedLateness().getMillis() > 0) {
        throw new IllegalArgumentException(
            name
                + ": allows lateness of "
                + windowing.getAllowedLateness()
                + ", but what is late has no part in the plan; use CoGroupByKey, or"
                + " withAllowedLateness(Duration.ZERO)");
      }
    }

    /** Keys that are told have one plan for all windows. */
    private void checkPlaced(WindowingStrategy<?, ?> windowing) {
      if (!hotKeys.isEmpty()
          && placement.dependsOnWindow()
          && !(windowing.getWindowFn() instanceof GlobalWindows)) {
        throw new IllegalArgumentException(
            "placement: "
                + placement
                + " depends on the window, and keys that are told have the same salts in all"
                + " windows; leave out withHotKey, or withPlacement");
      }
    }

    private static void checkSame(WindowingStrategy<?, ?> left, WindowingStrategy<?, ?> right) {
      try {
        left.getWindowFn().verifyCompatibility(right.getWindowFn());
      } catch (IncompatibleWindowException e) {
        throw new IllegalArgumentException(
            "right: its windows are "
                + right.getWindowFn()
                + ", and those of the left side "
                + left.getWindowFn()
                + "; use the same",
            e);
      }
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      builder
          .add(DisplayData.item("join", shape.name()).withLabel("Join"))
          .add(DisplayData.item("maxValues", sizing.maxValues()).withLabel("Values a Cell Holds"))
          .add(DisplayData.item("placement", placement.toString()).withLabel("Placement"));
      if (hotKeys.isEmpty()) {
        builder
            .add(DisplayData.item("share", share).withLabel("Share Known to the Sketch"))
            .add(
                DisplayData.item("broadcastBelow", sizing.broadcastBelow())
                    .withLabel("Broadcast Up To"));
      } else {
        builder.add(DisplayData.item("hotKeys", told()).withLabel("Hot Keys"));
      }
    }

    private String told() {
      StringBuilder told = new StringBuilder();
      for (HotKey<K> hot : hotKeys) {
        told.append(told.isEmpty() ? "" : ", ")
            .append(hot.left() + "x" + hot.right() + " " + hot.key());
      }
      return told.toString();
    }
  }
}
