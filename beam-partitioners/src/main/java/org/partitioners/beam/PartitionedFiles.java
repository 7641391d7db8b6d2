package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.transforms.Contextful;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.partitioners.map.MapStoreOpener;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.map.PartitionTurns;
import org.partitioners.map.StaleEpochException;

/**
 * Writes elements to the partitions of a {@link PartitionMap}, and publishes the map when all files
 * have their final names: never before, so that who reads by the map finds the data.
 *
 * <pre>{@code
 * PartitionMap map = PartitionMap.first(ring, PartitionLocations.numbered(64));
 * users.apply(
 *     PartitionedFiles.by(User::name, map, String.class)
 *         .via(User::toCsv, TextIO.sink())
 *         .to("hdfs:///data/users", ".csv")
 *         .publishTo(() -> HadoopPartitionMaps.in(folder, new Configuration())));
 * }</pre>
 *
 * <p>Each element goes to the first location of its key's partition, and those of a salted key to
 * its partitions in turn, in files named {@code part-…}. The elements are bounded. Files are not
 * sorted, and a partition without elements has no folder: read them as {@code unsorted} and with
 * {@code absentIsEmpty()}. If the pipeline fails, the map is not published and files may be left
 * under their final names: write to an empty folder, or other locations, when you try again, for a
 * reader would take both. If another publishes an epoch in the meantime, the pipeline fails with a
 * {@link StaleEpochException}: the data is there, and the map is not. Publishing may be tried again
 * by the runner, and counts once.
 *
 * <p>The partition is chosen once and travels with the element. A bundle that is tried again may
 * choose others for a salted key; what the failed one wrote is not among the results, so nothing is
 * lost or there twice. The exception is a runner that makes a part of a shuffle's input again and
 * keeps what it has made of the rest: it may lose or repeat elements, as with every {@code FileIO}
 * that shuffles by random shards.
 *
 * @param <T> the type of element
 * @param <K> the type of its key
 */
public final class PartitionedFiles<T, K> {
  private final SerializableFunction<? super T, ? extends K> keyOf;
  private final PartitionMap map;
  private final PartitionTurns<K> partitions;

  private PartitionedFiles(
      SerializableFunction<? super T, ? extends K> keyOf,
      PartitionMap map,
      PartitionTurns<K> partitions) {
    this.keyOf = keyOf;
    this.map = map;
    this.partitions = partitions;
  }

  /**
   * By a map whose epoch is the next to be published.
   *
   * @param keyOf the key of an element, not null
   * @param keys the type of the map's keys
   * @throws IllegalArgumentException if the map's partitioner cannot be made
   */
  public static <T, K> PartitionedFiles<T, K> by(
      SerializableFunction<? super T, ? extends K> keyOf, PartitionMap map, Class<K> keys) {
    return new PartitionedFiles<>(
        requireNonNull(keyOf, "keyOf"), map, PartitionTurns.of(map, keys));
  }

  /**
   * How elements are written.
   *
   * @param format what of an element is written
   * @param sink the format of files
   */
  public <O> Destination<T, K, O> via(
      SerializableFunction<? super T, O> format, FileIO.Sink<O> sink) {
    return new Destination<>(this, requireNonNull(format, "format"), requireNonNull(sink, "sink"));
  }

  /** What is written, and has yet to be told where. */
  public static final class Destination<T, K, O> {
    private final PartitionedFiles<T, K> files;
    private final SerializableFunction<? super T, O> format;
    private final FileIO.Sink<O> sink;

    private Destination(
        PartitionedFiles<T, K> files,
        SerializableFunction<? super T, O> format,
        FileIO.Sink<O> sink) {
      this.files = files;
      this.format = format;
      this.sink = sink;
    }

    /**
     * Where the data set is.
     *
     * @param folder that the map's locations are relative to
     * @param suffix of files, such as {@code .csv}
     */
    public Folder<T, K, O> to(String folder, String suffix) {
      return new Folder<>(this, requireNonNull(folder, "folder"), requireNonNull(suffix, "suffix"));
    }
  }

  /** What is written and where, and has yet to be told where the map is published. */
  public static final class Folder<T, K, O> {
    private final Destination<T, K, O> destination;
    private final String folder;
    private final String suffix;

    private Folder(Destination<T, K, O> destination, String folder, String suffix) {
      this.destination = destination;
      this.folder = folder;
      this.suffix = suffix;
    }

    /**
     * The transform, whose output is the epoch once it has been published.
     *
     * @param maps opens the store where the map is published
     */
    public PTransform<PCollection<T>, PCollection<Long>> publishTo(MapStoreOpener maps) {
      return new WriteAndPublish<>(this, requireNonNull(maps, "maps"));
    }
  }

  /** As the composite of the pipeline. */
  private static final class WriteAndPublish<T, K, O>
      extends PTransform<PCollection<T>, PCollection<Long>> {
    private final PartitionMap map;
    private final PartitionTurns<K> partitions;
    private final SerializableFunction<? super T, ? extends K> keyOf;
    private final SerializableFunction<? super T, O> format;
    private final FileIO.Sink<O> sink;
    private final String folder;
    private final String suffix;
    private final MapStoreOpener maps;

    WriteAndPublish(Folder<T, K, O> to, MapStoreOpener maps) {
      this.map = to.destination.files.map;
      this.partitions = to.destination.files.partitions;
      this.keyOf = to.destination.files.keyOf;
      this.format = to.destination.format;
      this.sink = to.destination.sink;
      this.folder = to.folder;
      this.suffix = to.suffix;
      this.maps = maps;
    }

    @Override
    public PCollection<Long> expand(PCollection<T> input) {
      if (input.isBounded() == PCollection.IsBounded.UNBOUNDED) {
        throw new IllegalArgumentException(
            "input: unbounded, and the map is published when all has been written; write bounded"
                + " elements");
      }
      SerializableFunction<? super T, O> formatting = format;
      SerializableFunction<KV<Integer, T>, O> formatted =
          placed -> formatting.apply(placed.getValue());
      PCollection<String> written =
          input
              .apply(Window.into(new GlobalWindows()))
              .apply("Place", ParDo.of(new PlaceFn<>(keyOf, partitions)))
              .setCoder(KvCoder.of(VarIntCoder.of(), input.getCoder()))
              .apply(
                  "Write",
                  FileIO.<Integer, KV<Integer, T>>writeDynamic()
                      .by(KV::getKey)
                      .via(Contextful.fn(formatted), sink)
                      .to(folder)
                      .withNaming(naming(map, suffix))
                      .withDestinationCoder(VarIntCoder.of()))
              .getPerDestinationOutputFilenames()
              .apply("FileNames", Values.create());
      return input
          .getPipeline()
          .apply(
              getName() + "/Map",
              Create.of(List.of(map)).withCoder(SerializableCoder.of(PartitionMap.class)))
          .apply("WhenWritten", Wait.on(written))
          .apply("Publish", ParDo.of(new PublishFn(maps)));
    }

    private static SerializableFunction<Integer, FileIO.Write.FileNaming> naming(
        PartitionMap map, String suffix) {
      return partition ->
          FileIO.Write.defaultNaming(map.locations().of(partition).get(0) + "/part", suffix);
    }

    @Override
    public void populateDisplayData(DisplayData.Builder builder) {
      super.populateDisplayData(builder);
      builder
          .add(
              DisplayData.item("partitioner", map.partitioner().fingerprint())
                  .withLabel("Partitioner"))
          .add(DisplayData.item("epoch", map.epoch()).withLabel("Epoch"));
    }
  }

  /**
   * Chooses partitions before {@code FileIO}, which asks for a destination more than once and
   * counts on the same answer.
   */
  private static final class PlaceFn<T, K> extends DoFn<T, KV<Integer, T>> {
    private final SerializableFunction<? super T, ? extends K> keyOf;
    private final PartitionTurns<K> partitions;

    PlaceFn(SerializableFunction<? super T, ? extends K> keyOf, PartitionTurns<K> partitions) {
      this.keyOf = keyOf;
      this.partitions = partitions;
    }

    @ProcessElement
    public void place(@Element T element, OutputReceiver<KV<Integer, T>> out) {
      out.output(KV.of(partitions.next(keyOf.apply(element)), element));
    }
  }

  private static final class PublishFn extends DoFn<PartitionMap, Long> {
    private final MapStoreOpener maps;

    PublishFn(MapStoreOpener maps) {
      this.maps = maps;
    }

    @ProcessElement
    public void publish(@Element PartitionMap map, OutputReceiver<Long> out) throws IOException {
      PartitionMapStore store = maps.open();
      try {
        store.publish(map);
      } catch (StaleEpochException e) {
        // By the bundle before, which was tried again?
        if (!store.at(map.epoch()).filter(map::equals).isPresent()) {
          throw e;
        }
      }
      out.output(map.epoch());
    }
  }
}
