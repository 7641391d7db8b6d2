package org.partitioners.map;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.BoundedLoad;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KafkaPartitioner;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;
import org.partitioners.hash.Node;
import org.partitioners.hash.NodePartitioner;
import org.partitioners.hash.Nodes;
import org.partitioners.range.CompoundKey;
import org.partitioners.range.CompoundPartitioner;
import org.partitioners.range.Inclusive;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.TimeBuckets;
import org.partitioners.skew.BalancedKeys;

/** A partitioner that can be described, and a way to make keys for it. */
public record DescribedCase<K>(KeyPartitioner<K> partitioner, LongFunction<K> key) {

  static final KeyHasher<String> STRINGS = KeyHashers.strings(Long.MIN_VALUE);
  private static final Nodes RACKS =
      Nodes.of(Node.of("a").inZone("x"), Node.of("b").withWeight(0.3), Node.of("c").inZone("x"));
  static final Nodes EVEN = Nodes.named("a", "b", "c", "ä");

  @Override
  public String toString() {
    return partitioner.fingerprint();
  }

  private static String text(long i) {
    return Long.toString(i * 0x9E3779B97F4A7C15L, 36);
  }

  private static DescribedCase<String> ofStrings(KeyPartitioner<String> partitioner) {
    return new DescribedCase<>(partitioner, DescribedCase::text);
  }

  static <K> NodePartitioner<K> changed(NodePartitioner<K> partitioner) {
    return partitioner.with(Node.of("new")).without("a").with(Node.of("newer")).without("c");
  }

  /** One of every kind, some of them changed after they were made. */
  public static List<DescribedCase<?>> all() {
    KeyPartitioner<String> zoned = HashPartitioners.rendezvous(RACKS, STRINGS);
    return List.of(
        ofStrings(HashPartitioners.modulo(7, STRINGS)),
        ofStrings(HashPartitioners.jump(7, STRINGS)),
        ofStrings(HashPartitioners.ring(RACKS, 16, STRINGS)),
        ofStrings(HashPartitioners.ring(5, STRINGS)),
        ofStrings(HashPartitioners.balancedRing(RACKS, 8, STRINGS)),
        ofStrings(changed(HashPartitioners.balancedRing(EVEN, 8, STRINGS))),
        ofStrings(zoned),
        ofStrings(HashPartitioners.rendezvousTree(RACKS, STRINGS)),
        ofStrings(HashPartitioners.memento(EVEN, STRINGS)),
        ofStrings(changed(HashPartitioners.memento(EVEN, STRINGS))),
        ofStrings(HashPartitioners.slots(RACKS, 1.1, STRINGS)),
        ofStrings(HashPartitioners.stickySlots(RACKS, STRINGS)),
        ofStrings(changed(HashPartitioners.stickySlots(RACKS, STRINGS))),
        ofStrings(HashPartitioners.maglev(RACKS, STRINGS)),
        ofStrings(
            BoundedLoad.of(
                HashPartitioners.rendezvous(RACKS, STRINGS),
                1.25,
                LongStream.range(0, 50).mapToObj(DescribedCase::text).toList())),
        ofStrings(KafkaPartitioner.strings(12)),
        new DescribedCase<>(
            KafkaPartitioner.bytes(12), i -> text(i).getBytes(StandardCharsets.UTF_8)),
        new DescribedCase<>(KafkaPartitioner.longs(12), i -> i),
        new DescribedCase<>(KafkaPartitioner.ints(12), i -> (int) i),
        new DescribedCase<>(KafkaPartitioner.uuids(12), i -> new UUID(i, i)),
        ofStrings(RangePartitioner.of(RangeBoundaries.of(List.of("d", "m"), Inclusive.UPPER))),
        ofStrings(
            RangePartitioner.of(
                RangeBoundaries.of(List.of("m", "d"), Comparator.reverseOrder(), Inclusive.LOWER),
                List.of("last", "middle", "first"))),
        ofStrings(RangePartitioner.of(RangeBoundaries.<String>undivided())),
        new DescribedCase<>(
            RangePartitioner.of(RangeBoundaries.evenBytes(300)),
            i -> text(i).getBytes(StandardCharsets.UTF_8)),
        new DescribedCase<>(RangePartitioner.of(RangeBoundaries.even(0, 999, 10)), i -> i),
        new DescribedCase<>(
            RangePartitioner.of(RangeBoundaries.of(List.of(0.1, 9e99))), i -> (double) i / 9),
        new DescribedCase<>(
            RangePartitioner.of(RangeBoundaries.of(List.of(Instant.ofEpochSecond(500)))),
            Instant::ofEpochSecond),
        new DescribedCase<>(
            CompoundPartitioner.of(zoned, RangePartitioner.of(RangeBoundaries.of(List.of(3, 9)))),
            i -> new CompoundKey<>(text(i), (int) i % 12)),
        new DescribedCase<>(
            TimeBuckets.of(Duration.ofMinutes(5), 3, 16),
            i -> new TimeBuckets.Event(i * 100_000, i)),
        ofStrings(
            BalancedKeys.of(Map.of(text(1), 5L, text(2), 3L, text(3), 3L), 3)
                .with(text(4), 2)
                .without(text(1))
                .withFallback(zoned)));
  }
}
