package org.partitioners.jobs.beam;

import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.partitioners.KeyPartitioner;
import org.partitioners.beam.PartitionBy;
import org.partitioners.beam.SkewAwareCombine;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.run.WindowCount;

/**
 * Counts the events of each key in each window, spread by a strategy: the same result from all. An
 * event is its key; its time rides on the element.
 */
final class Counting extends PTransform<PCollection<String>, PCollection<WindowCount>> {
  /** As many as the Flink job's. */
  private static final int SALTS = 16;

  private static final long serialVersionUID = 1L;

  private final CelebrityStrategy strategy;
  private final int parallelism;
  private final Map<String, Integer> pieces;
  private final ThreadsWork work;

  /**
   * @param pieces in how many pieces salt-hot splits the hot keys
   */
  Counting(
      CelebrityStrategy strategy, int parallelism, Map<String, Integer> pieces, ThreadsWork work) {
    this.strategy = strategy;
    this.parallelism = parallelism;
    this.pieces = Map.copyOf(pieces);
    this.work = work;
  }

  @Override
  public PCollection<WindowCount> expand(PCollection<String> keys) {
    KeyHasher<String> hasher = KeyHashers.strings();
    PCollection<WindowCount> counts =
        switch (strategy) {
          case NAIVE -> combined(keys, Combine.perKey(TallyFn.records(work)));
          case FAN_OUT ->
              combined(
                  keys,
                  Combine.<String, Long, Tally>perKey(TallyFn.records(work))
                      .withHotKeyFanout(SALTS));
          case COMBINE -> combined(keys, SkewAwareCombine.perKey(TallyFn.records(work)));
          case ADAPTIVE ->
              combined(
                  keys,
                  SkewAwareCombine.<String, Long, Tally>perKey(TallyFn.records(work))
                      .withFanOut(Math.max(2, parallelism)));
          case GROUP -> grouped(keys);
          case HASH -> placed(keys, HashPartitioners.modulo(parallelism, hasher));
          case RING -> placed(keys, HashPartitioners.ring(parallelism, hasher));
          case RENDEZVOUS -> placed(keys, HashPartitioners.rendezvous(parallelism, hasher));
          case JUMP -> placed(keys, HashPartitioners.jump(parallelism, hasher));
          case SALT_ALL -> salted(keys, SaltFn.all(SALTS));
          case SALT_HOT -> salted(keys, SaltFn.hot(pieces));
        };
    return counts.setCoder(new WindowCountCoder());
  }

  private static PCollection<WindowCount> combined(
      PCollection<String> keys,
      PTransform<? super PCollection<KV<String, Long>>, ? extends PCollection<KV<String, Tally>>>
          combine) {
    PCollection<KV<String, Tally>> tallies = ones(keys).apply("Combine", combine);
    return readOut(tallies);
  }

  private static PCollection<KV<String, Long>> ones(PCollection<String> keys) {
    return keys.apply("One", MapElements.via(new One()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));
  }

  private static PCollection<WindowCount> readOut(PCollection<KV<String, Tally>> tallies) {
    return tallies
        .setCoder(KvCoder.of(StringUtf8Coder.of(), Tally.CODER))
        .apply("ReadOut", ParDo.of(new ReadOut()));
  }

  private PCollection<WindowCount> grouped(PCollection<String> keys) {
    PCollection<KV<String, Iterable<Long>>> groups = ones(keys).apply("Group", GroupByKey.create());
    return groups.apply("Count", ParDo.of(new CountValues<>(record -> record.getKey(), work)));
  }

  private PCollection<WindowCount> placed(
      PCollection<String> keys, KeyPartitioner<? super String> partitioner) {
    PCollection<KV<Integer, Iterable<String>>> partitions =
        keys.apply("Place", PartitionBy.key(partitioner)).apply("Group", GroupByKey.create());
    return partitions.apply(
        "Count", ParDo.of(new CountValues<>(record -> record.getValue(), work)));
  }

  /** In two stages, but for keys that have no salt: those are complete after the first. */
  private PCollection<WindowCount> salted(PCollection<String> keys, SaltFn salt) {
    PCollection<KV<KV<String, Integer>, Tally>> parts =
        keys.apply("Salt", ParDo.of(salt))
            .setCoder(
                KvCoder.of(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()), VarLongCoder.of()))
            .apply("CombineSalted", Combine.perKey(TallyFn.records(work)));
    PCollection<KV<String, Tally>> whole =
        parts
            .apply("Whole", Filter.by(part -> part.getKey().getValue() == SaltFn.NONE))
            .apply("NoSalt", MapElements.via(new Unsalt()));
    PCollection<KV<String, Tally>> merged =
        parts
            .apply("Parts", Filter.by(part -> part.getKey().getValue() != SaltFn.NONE))
            .apply("Unsalt", MapElements.via(new Unsalt()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), Tally.CODER))
            .apply("Merge", Combine.perKey(TallyFn.tallies()));
    KvCoder<String, Tally> coder = KvCoder.of(StringUtf8Coder.of(), Tally.CODER);
    return readOut(
        PCollectionList.of(whole.setCoder(coder))
            .and(merged.setCoder(coder))
            .apply("All", Flatten.pCollections()));
  }

  private static final class One extends SimpleFunction<String, KV<String, Long>> {
    private static final long serialVersionUID = 1L;

    @Override
    public KV<String, Long> apply(String key) {
      return KV.of(key, 1L);
    }
  }

  private static final class Unsalt
      extends SimpleFunction<KV<KV<String, Integer>, Tally>, KV<String, Tally>> {
    private static final long serialVersionUID = 1L;

    @Override
    public KV<String, Tally> apply(KV<KV<String, Integer>, Tally> part) {
      return KV.of(part.getKey().getKey(), part.getValue());
    }
  }
}
