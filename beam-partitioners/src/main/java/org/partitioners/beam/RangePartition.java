package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Partition;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.SharedRanges;

/**
 * Divides a collection into ranges of keys with equally many elements, which it learns from the
 * collection itself.
 *
 * <pre>{@code
 * PCollection<KV<Integer, Order>> keyed =
 *     orders.apply(RangePartition.by(Order::time, VarLongCoder.of(), 64).keyed());
 * PCollectionList<String> parts = words.apply(RangePartition.<String>of(4).split());
 * }</pre>
 *
 * <p>No key of a partition is greater than any of the next. Each window is divided for itself. The
 * busiest partition has at most 1.03 times the mean up to 256 partitions (see {@link RangesFn}), on
 * any distribution: a key with more elements than a partition's share is divided among neighbours.
 * Where a key must stay whole, {@link #withWholeKeys}; then one heavy key makes its partition the
 * busiest. Which elements of a divided key go where is arbitrary, but follows from a bundle's first
 * element and the order of the others: a runner that does a bundle again, as Spark's may, must read
 * it in the same order, and elements must be written alike each time.
 *
 * <p>The collection is read twice, once for the sample and once to be divided, and elements wait
 * until all of their window are in the sample. Late ones are placed by ranges that may have been
 * refined meanwhile. Windows that merge, and unbounded input in the global window, are refused when
 * the pipeline is built, with an {@link IllegalArgumentException}. Memory: some 770 keys for each
 * partition, at most 200 000, in each worker while it samples.
 *
 * <p>Immutable: options return a copy.
 *
 * @param <T> the type of element
 * @param <K> the type of key
 */
public final class RangePartition<T, K> implements Serializable {
  private static final long serialVersionUID = 1;

  private final SerializableFunction<T, K> keyOf;

  /** Null where elements are their own keys. */
  private final @Nullable Coder<K> keyCoder;

  private final int numPartitions;
  private final Comparator<? super K> order;
  private final RangesFn.WhichKeys which;

  private RangePartition(
      SerializableFunction<T, K> keyOf,
      @Nullable Coder<K> keyCoder,
      int numPartitions,
      Comparator<? super K> order,
      RangesFn.WhichKeys which) {
    this.keyOf = keyOf;
    this.keyCoder = keyCoder;
    this.numPartitions = numPartitions;
    this.order = order;
    this.which = which;
  }

  /**
   * Ranges of elements in their natural order.
   *
   * @param numPartitions how many, in [1..16384]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static <T extends Comparable<? super T>> RangePartition<T, T> of(int numPartitions) {
    return new RangePartition<>(
        element -> element,
        null,
        RangesFn.checkPartitions(numPartitions),
        Comparator.<T>naturalOrder(),
        RangesFn.WhichKeys.SHARED);
  }

  /**
   * Ranges of elements by a key in its natural order.
   *
   * @param keyOf the key of an element, not null
   * @param keyCoder writes keys, of which only the sample's travel
   * @param numPartitions how many, in [1..16384]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static <T, K extends Comparable<? super K>> RangePartition<T, K> by(
      SerializableFunction<T, K> keyOf, Coder<K> keyCoder, int numPartitions) {
    return by(keyOf, keyCoder, numPartitions, Comparator.<K>naturalOrder());
  }

  /**
   * Ranges of elements by a key in any order.
   *
   * @param keyOf the key of an element, not null
   * @param keyCoder writes keys, of which only the sample's travel
   * @param numPartitions how many, in [1..16384]
   * @param order the order of keys; serializable
   * @throws IllegalArgumentException if the number is out of range, or the order not serializable
   */
  public static <T, K> RangePartition<T, K> by(
      SerializableFunction<T, K> keyOf,
      Coder<K> keyCoder,
      int numPartitions,
      Comparator<? super K> order) {
    if (!(order instanceof Serializable)) {
      throw new IllegalArgumentException(
          "order: " + order.getClass().getName() + " is not serializable");
    }
    return new RangePartition<>(
        requireNonNull(keyOf, "keyOf"),
        requireNonNull(keyCoder, "keyCoder"),
        RangesFn.checkPartitions(numPartitions),
        order,
        RangesFn.WhichKeys.SHARED);
  }

  /** The same with all elements of a key in one partition. */
  public RangePartition<T, K> withWholeKeys() {
    return new RangePartition<>(keyOf, keyCoder, numPartitions, order, RangesFn.WhichKeys.WHOLE);
  }

  /** Keys each element by its partition, in [0..numPartitions). */
  public PTransform<PCollection<T>, PCollection<KV<Integer, T>>> keyed() {
    return new Keyed<>(this, null);
  }

  /**
   * Keys each element by ranges from elsewhere in the pipeline: those of another collection, as
   * {@link #ranges()} gives them, or ones that were read. Only the key of elements matters of what
   * was said here.
   *
   * @param ranges a singleton for each window, such as {@code
   *     others.apply(spec.ranges()).apply(View.asSingleton())}
   */
  public PTransform<PCollection<T>, PCollection<KV<Integer, T>>> keyedBy(
      PCollectionView<SharedRanges<K>> ranges) {
    return new Keyed<>(this, requireNonNull(ranges, "ranges"));
  }

  /**
   * A collection for each partition, in order. Each costs a runner buffers and tasks of its own:
   * with more than a few, {@link #keyed()} is better.
   */
  public PTransform<PCollection<T>, PCollectionList<T>> split() {
    return new Split<>(this);
  }

  /** The ranges themselves: one value for each window. */
  public PTransform<PCollection<T>, PCollection<SharedRanges<K>>> ranges() {
    return new Ranges<>(this);
  }

  SerializableFunction<T, K> keyOf() {
    return keyOf;
  }

  Comparator<? super K> order() {
    return order;
  }

  private PCollection<K> keys(PCollection<T> input) {
    WindowingStrategy<?, ?> windowing = input.getWindowingStrategy();
    if (input.isBounded() == PCollection.IsBounded.UNBOUNDED
        && windowing.getWindowFn() instanceof GlobalWindows) {
      throw new IllegalArgumentException(
          "input: unbounded in the global window, which never ends, so its ranges are never"
              + " known; apply a Window first");
    }
    if (windowing.needsMerge()) {
      throw new IllegalArgumentException(
          "windows: "
              + windowing.getWindowFn()
              + " merge, so they are not known until after their ranges are; use windows that do"
              + " not merge");
    }
    @SuppressWarnings("unchecked") // where there is no coder of keys, keys are elements
    Coder<K> coder = keyCoder == null ? (Coder<K>) input.getCoder() : keyCoder;
    return input
        .apply("Keys", MapElements.into(new TypeDescriptor<K>() {}).via(keyOf))
        .setCoder(coder)
        .apply(
            "OncePerWindow",
            Window.<K>configure()
                .triggering(DefaultTrigger.of())
                .accumulatingFiredPanes()
                .withAllowedLateness(windowing.getAllowedLateness()));
  }

  private RangesFn<K> fn() {
    return new RangesFn<>(numPartitions, order, which);
  }

  private PCollectionView<SharedRanges<K>> view(PCollection<T> input) {
    return keys(input).apply("Ranges", Combine.globally(fn()).asSingletonView());
  }

  void display(DisplayData.Builder builder) {
    builder
        .add(DisplayData.item("numPartitions", numPartitions).withLabel("Partition Count"))
        .add(DisplayData.item("keys", which.name()).withLabel("Keys"))
        .add(DisplayData.item("order", order.getClass()).withLabel("Order"));
  }

  private static final class Keyed<T, K>
      extends PTransform<PCollection<T>, PCollection<KV<Integer, T>>> {
    private final RangePartition<T, K> spec;

    /** Null if they are the input's own. */
    private final @Nullable PCollectionView<SharedRanges<K>> given;

    Keyed(RangePartition<T, K> spec, @Nullable PCollectionView<SharedRanges<K>> given) {
      this.spec = spec;
      this.given = given;
    }

    @Override
    public PCollection<KV<Integer, T>> expand(PCollection<T> input) {
      PCollectionView<SharedRanges<K>> ranges = given == null ? spec.view(input) : given;
      return input
          .apply(
              "KeyByRange",
              ParDo.of(new KeyFn<>(spec.keyOf, input.getCoder(), ranges)).withSideInputs(ranges))
          .setCoder(KvCoder.of(VarIntCoder.of(), input.getCoder()));
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      spec.display(builder);
    }
  }

  private static final class Split<T, K> extends PTransform<PCollection<T>, PCollectionList<T>> {
    private final RangePartition<T, K> spec;

    Split(RangePartition<T, K> spec) {
      this.spec = spec;
    }

    @Override
    public PCollectionList<T> expand(PCollection<T> input) {
      PCollectionList<KV<Integer, T>> parts =
          input
              .apply("Key", spec.keyed())
              .apply("Split", Partition.of(spec.numPartitions, (kv, n) -> kv.getKey()));
      PCollectionList<T> elements = PCollectionList.empty(input.getPipeline());
      for (int p = 0; p < parts.size(); p++) {
        elements =
            elements.and(
                parts.get(p).apply("Values" + p, Values.create()).setCoder(input.getCoder()));
      }
      return elements;
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      spec.display(builder);
    }
  }

  private static final class Ranges<T, K>
      extends PTransform<PCollection<T>, PCollection<SharedRanges<K>>> {
    private final RangePartition<T, K> spec;

    Ranges(RangePartition<T, K> spec) {
      this.spec = spec;
    }

    @Override
    public PCollection<SharedRanges<K>> expand(PCollection<T> input) {
      return spec.keys(input).apply("Ranges", Combine.globally(spec.fn()).withoutDefaults());
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      spec.display(builder);
    }
  }

  private static final class KeyFn<T, K> extends DoFn<T, KV<Integer, T>> {
    private final SerializableFunction<T, K> keyOf;
    private final Coder<T> coder;
    private final PCollectionView<SharedRanges<K>> ranges;

    /** For the windows of the bundle. */
    private transient Map<BoundedWindow, RangeRouter<K>> routers = new HashMap<>();

    KeyFn(
        SerializableFunction<T, K> keyOf, Coder<T> coder, PCollectionView<SharedRanges<K>> ranges) {
      this.keyOf = keyOf;
      this.coder = coder;
      this.ranges = ranges;
    }

    @StartBundle
    public void start() {
      routers = new HashMap<>();
    }

    @ProcessElement
    public void key(ProcessContext context, BoundedWindow window) {
      T element = context.element();
      RangeRouter<K> router = routers.get(window);
      if (router == null) {
        long seed = Seed.of(element, coder, context.timestamp(), window);
        router = new RangeRouter<>(context.sideInput(ranges), seed);
        routers.put(window, router);
      }
      context.output(KV.of(router.partition(keyOf.apply(element)), element));
    }
  }
}
