package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Partition;
import org.apache.beam.sdk.transforms.Requirements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.partitioners.KeyPartitioner;

/**
 * Puts any {@link KeyPartitioner} to work in a pipeline: as the function of a {@link Partition},
 * which gives a {@code PCollection} for each partition, or as the key of each element.
 *
 * <pre>{@code
 * KeyPartitioner<String> ring = HashPartitioners.ring(8, KeyHashers.strings());
 * PCollectionList<Click> parts =
 *     clicks.apply(Partition.of(ring.numPartitions(), PartitionBy.fn(Click::user, ring)));
 * PCollection<KV<Integer, Click>> keyed = clicks.apply(PartitionBy.key(Click::user, ring));
 * }</pre>
 *
 * <p>A {@code Partition} fixes the number of its outputs when the pipeline is built, and each costs
 * a runner buffers and tasks of its own. With more than a few, key the elements. A runner may place
 * several partitions on one worker and another on none: the partitions are even, as far as the
 * partitioner is, not the workers.
 */
public final class PartitionBy {
  private PartitionBy() {}

  /**
   * The function for {@link Partition#of(int, Partition.PartitionFn)} of elements that are their
   * own keys.
   *
   * @param partitioner has as many partitions as the {@code Partition}; otherwise elements are
   *     refused with an {@link IllegalArgumentException}
   */
  public static <T> Partition.PartitionFn<T> fn(KeyPartitioner<? super T> partitioner) {
    return fn(element -> element, partitioner);
  }

  /**
   * The function for {@link Partition#of(int, Partition.PartitionFn)} of elements that have a key.
   *
   * @param keyOf the key of an element, not null
   * @param partitioner has as many partitions as the {@code Partition}; otherwise elements are
   *     refused with an {@link IllegalArgumentException}
   */
  public static <T, K> Partition.PartitionFn<T> fn(
      SerializableFunction<? super T, ? extends K> keyOf, KeyPartitioner<? super K> partitioner) {
    requireNonNull(keyOf, "keyOf");
    requireNonNull(partitioner, "partitioner");
    return (element, numPartitions) -> {
      if (numPartitions != partitioner.numPartitions()) {
        throw new IllegalArgumentException(mismatch(numPartitions, partitioner));
      }
      return partitioner.partition(keyOf.apply(element));
    };
  }

  /**
   * The function for {@link Partition#of(int, Partition.PartitionWithSideInputsFn, Requirements)}
   * where the partitioner comes from the pipeline: boundaries from a sample, say, or a topology
   * that was read. The requirements are {@code Requirements.requiresSideInputs(partitioner)}.
   *
   * @param keyOf the key of an element, not null
   * @param partitioner has as many partitions as the {@code Partition}, or fewer, as when there are
   *     fewer different keys than ranges: the last outputs are empty then. If it has more, elements
   *     are refused with an {@link IllegalArgumentException}
   */
  public static <T, K> Partition.PartitionWithSideInputsFn<T> fn(
      SerializableFunction<? super T, ? extends K> keyOf,
      PCollectionView<? extends KeyPartitioner<? super K>> partitioner) {
    requireNonNull(keyOf, "keyOf");
    requireNonNull(partitioner, "partitioner");
    return (element, numPartitions, context) -> {
      KeyPartitioner<? super K> current = context.sideInput(partitioner);
      if (numPartitions < current.numPartitions()) {
        throw new IllegalArgumentException(mismatch(numPartitions, current));
      }
      return current.partition(keyOf.apply(element));
    };
  }

  private static String mismatch(int outputs, KeyPartitioner<?> partitioner) {
    int partitions = partitioner.numPartitions();
    return "numPartitions: Partition.of("
        + outputs
        + ") does not fit the "
        + partitions
        + " partitions of "
        + partitioner.fingerprint()
        + ": call Partition.of("
        + partitions
        + ", …), or make the partitioner for "
        + outputs
        + " partitions";
  }

  /**
   * Keys elements, which are their own keys, by partition.
   *
   * @param partitioner places elements
   */
  public static <T> PTransform<PCollection<T>, PCollection<KV<Integer, T>>> key(
      KeyPartitioner<? super T> partitioner) {
    return key(element -> element, partitioner);
  }

  /**
   * Keys elements by the partition of their key. Windows and timestamps stay.
   *
   * @param keyOf the key of an element, not null
   * @param partitioner places keys
   */
  public static <T, K> PTransform<PCollection<T>, PCollection<KV<Integer, T>>> key(
      SerializableFunction<? super T, ? extends K> keyOf, KeyPartitioner<? super K> partitioner) {
    return new Key<T, K>(
        requireNonNull(keyOf, "keyOf"), requireNonNull(partitioner, "partitioner"));
  }

  /** As the composite of the pipeline. */
  private static final class Key<T, K>
      extends PTransform<PCollection<T>, PCollection<KV<Integer, T>>> {
    private final SerializableFunction<? super T, ? extends K> keyOf;
    private final KeyPartitioner<? super K> partitioner;

    Key(SerializableFunction<? super T, ? extends K> keyOf, KeyPartitioner<? super K> partitioner) {
      this.keyOf = keyOf;
      this.partitioner = partitioner;
    }

    @Override
    public PCollection<KV<Integer, T>> expand(PCollection<T> input) {
      return input
          .apply("KeyByPartition", ParDo.of(new KeyFn<T, K>(keyOf, partitioner)))
          .setCoder(KvCoder.of(VarIntCoder.of(), input.getCoder()));
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      builder
          .add(DisplayData.item("partitioner", partitioner.fingerprint()).withLabel("Partitioner"))
          .add(
              DisplayData.item("numPartitions", partitioner.numPartitions())
                  .withLabel("Partition Count"));
    }
  }

  private static final class KeyFn<T, K> extends DoFn<T, KV<Integer, T>> {
    private final SerializableFunction<? super T, ? extends K> keyOf;
    private final KeyPartitioner<? super K> partitioner;

    KeyFn(
        SerializableFunction<? super T, ? extends K> keyOf, KeyPartitioner<? super K> partitioner) {
      this.keyOf = keyOf;
      this.partitioner = partitioner;
    }

    @ProcessElement
    public void key(@Element T element, OutputReceiver<KV<Integer, T>> out) {
      out.output(KV.of(partitioner.partition(keyOf.apply(element)), element));
    }
  }
}
