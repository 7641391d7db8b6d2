package org.partitioners.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.flink.TestPartitioners.ByNumber;
import org.partitioners.flink.TestPartitioners.Constant;
import org.partitioners.flink.TestPartitioners.TextHasher;
import org.partitioners.hash.HashPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;

class PlacementTest {
  private static final TextHasher HASHER = new TextHasher();

  @Property(tries = 20_000)
  void partitionIsKeyGroup(
      @ForAll @IntRange(min = 1, max = 32768) int maxParallelism,
      @ForAll int draw,
      @ForAll long key) {
    int partition = Math.floorMod(draw, maxParallelism);
    Placement<Long> placement =
        Placement.onKeyGroups(new Constant(partition, maxParallelism), HASHER, maxParallelism);
    assertThat(KeyGroupRangeAssignment.assignToKeyGroup(placement.place(key), maxParallelism))
        .isEqualTo(partition)
        .isEqualTo(placement.keyGroup(key));
  }

  @Property(tries = 20_000)
  void partitionIsSubtask(
      @ForAll @IntRange(min = 1, max = 32768) int maxParallelism,
      @ForAll int drawParallelism,
      @ForAll int drawPartition,
      @ForAll long key) {
    int parallelism = 1 + Math.floorMod(drawParallelism, maxParallelism);
    int partition = Math.floorMod(drawPartition, parallelism);
    Placement<Long> placement =
        Placement.onSubtasks(new Constant(partition, parallelism), HASHER, maxParallelism);
    assertThat(
            KeyGroupRangeAssignment.assignKeyToParallelOperator(
                placement.place(key), maxParallelism, parallelism))
        .isEqualTo(partition)
        .isEqualTo(placement.subtask(key, parallelism));
  }

  /** 64 keys per key group: a key group is missed with probability below 128 · e^-64. */
  @Test
  void keysOfAPartitionSpreadOverAllKeyGroupsOfItsSubtaskAndNoOther() {
    for (int parallelism : new int[] {1, 3, 7, 8, 100, 128}) {
      for (int partition = 0; partition < parallelism; partition++) {
        KeyGroupRange range =
            KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                128, parallelism, partition);
        Placement<Integer> placement =
            Placement.onSubtasks(new Constant(partition, parallelism), HASHER, 128);
        BitSet hit = new BitSet();
        for (int key = 0; key < 64 * range.getNumberOfKeyGroups(); key++) {
          hit.set(placement.keyGroup(key));
        }
        assertThat(hit.stream().boxed()).containsExactlyElementsOf(range);
      }
    }
  }

  /**
   * Keys that share a key group have hash codes of their own, also where the partitioner takes its
   * partition from the very hash that spreads. 2^31 / maxParallelism codes are to be had, so of m
   * keys about m²/2 / 2^31·maxParallelism collide: for 10^5 keys in one of 128 key groups 298, for
   * 2·10^5 over all of them 9.
   */
  @Test
  void hashCodesWithinAKeyGroupAreDistinct() {
    for (int keyGroup : new int[] {0, 77, 127}) {
      Placement<String> placement = Placement.onKeyGroups(new Constant(keyGroup, 128), HASHER, 128);
      assertThat(distinctHashCodes(placement, 100_000)).isBetween(99_500, 99_900);
    }
    for (HashPartitioner<String> partitioner : hashPartitioners()) {
      assertThat(distinctHashCodes(Placement.onKeyGroups(partitioner, 128), 200_000))
          .as(partitioner.fingerprint())
          .isGreaterThan(199_900);
    }
  }

  private static int distinctHashCodes(Placement<String> placement, int keys) {
    Set<Integer> codes = new HashSet<>();
    for (int i = 0; i < keys; i++) {
      codes.add(placement.place("key-" + i).hashCode());
    }
    return codes.size();
  }

  private static List<HashPartitioner<String>> hashPartitioners() {
    KeyHasher<String> hasher = KeyHashers.strings();
    return List.of(
        HashPartitioners.modulo(128, hasher),
        HashPartitioners.jump(128, hasher),
        HashPartitioners.ring(128, hasher),
        HashPartitioners.rendezvous(128, hasher));
  }

  /** Hashing once for the partition and the spread places as hashing twice does. */
  @Test
  void hashingOnceChangesNothing() {
    for (HashPartitioner<String> partitioner : hashPartitioners()) {
      Placement<String> once = Placement.onSubtasks(partitioner, 32768);
      Placement<String> twice =
          Placement.onSubtasks(new Hidden(partitioner), partitioner.hasher(), 32768);
      assertThat(once.fingerprint()).isEqualTo(twice.fingerprint());
      for (int i = 0; i < 1_000; i++) {
        assertThat(once.place("key-" + i)).isEqualTo(twice.place("key-" + i));
      }
    }
  }

  /** A hash partitioner that does not show itself as one. */
  private record Hidden(KeyPartitioner<String> partitioner) implements KeyPartitioner<String> {
    @Override
    public int partition(String key) {
      return partitioner.partition(key);
    }

    @Override
    public int numPartitions() {
      return partitioner.numPartitions();
    }

    @Override
    public String fingerprint() {
      return partitioner.fingerprint();
    }
  }

  @Test
  void fewKeysLeaveNoSubtaskIdle() {
    Placement<String> placement = Placement.onSubtasks(new ByNumber(8), HASHER, 128);
    for (int i = 0; i < 8; i++) {
      assertThat(placement.subtask("key-" + i, 8)).isEqualTo(i);
    }
  }

  @Test
  void aChosenPlaceIsTheSubtask() {
    Placement<Tuple2<String, Integer>> placement = Placement.onChosenSubtasks(HASHER, 8, 128);
    for (int place = 0; place < 8; place++) {
      for (String key : new String[] {"", "a", "celebrity"}) {
        assertThat(placement.subtask(Tuple2.of(key, place), 8)).isEqualTo(place);
      }
    }
    assertThatThrownBy(() -> placement.place(Tuple2.of("a", 8)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("partition: 8 not in [0..8) for key (a,8): correct the partitioner chosen(8)");
  }

  @Test
  void survivesSerialization() throws Exception {
    Placement<String> placement = Placement.onSubtasks(new ByNumber(8), HASHER, 128);
    Placement<String> copy = InstantiationUtil.clone(placement);
    assertThat(copy.place("key-5")).isEqualTo(placement.place("key-5"));
    assertThat(copy.fingerprint()).isEqualTo(placement.fingerprint());
  }

  /** Savepoints depend on these numbers: they must never change for this fingerprint. */
  @Test
  void placesTheSameInEveryVersion() {
    Placement<String> placement = Placement.onSubtasks(new ByNumber(8), HASHER, 128);
    assertThat(placement.fingerprint())
        .isEqualTo(
            "placement v1, maxParallelism 128, 8 partitions by by-number(8), spread by fnv1a(text)");
    int checksum = 0;
    for (int i = 0; i < 1_000_000; i++) {
      checksum = 31 * checksum + placement.place("key-" + i).hashCode();
    }
    assertThat(checksum).isEqualTo(994652548);
  }

  @Test
  void fingerprintTellsPlacementsApart() {
    Set<String> fingerprints = new HashSet<>();
    fingerprints.add(Placement.onSubtasks(new ByNumber(8), HASHER, 128).fingerprint());
    fingerprints.add(Placement.onSubtasks(new ByNumber(4), HASHER, 128).fingerprint());
    fingerprints.add(Placement.onSubtasks(new ByNumber(8), HASHER, 256).fingerprint());
    fingerprints.add(Placement.onSubtasks(new Constant(0, 8), HASHER, 128).fingerprint());
    fingerprints.add(Placement.onSubtasks(new ByNumber(8), new OtherHasher(), 128).fingerprint());
    assertThat(fingerprints).hasSize(5);
  }

  private record OtherHasher() implements KeyHasher<String> {
    @Override
    public long hash(String key) {
      return key.length();
    }

    @Override
    public String fingerprint() {
      return "length";
    }
  }

  @Test
  void keysAStreamAsAKeyByDoes() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment();
    env.setMaxParallelism(128);
    DataStream<String> stream = env.fromData("key-1", "key-2");
    Placement<String> placement = Placement.onSubtasks(new ByNumber(8), HASHER, 128);

    KeyedStream<String, PlacedKey<String>> keyed =
        placement.keyBy(stream, word -> word, Types.STRING);
    assertThat(keyed.getKeyType()).isEqualTo(placement.typeInfo(Types.STRING));
    assertThat(placement.keyBy(stream, word -> word).getKeyType())
        .isEqualTo(placement.typeInfo(Types.STRING));
  }

  @Test
  void demandsItsMaxParallelismOfTheEnvironment() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment();
    DataStream<String> stream = env.fromData("key-1", "key-2");
    Placement<String> placement = Placement.onSubtasks(new ByNumber(8), HASHER, 128);

    assertThatThrownBy(() -> placement.keyBy(stream, word -> word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "maxParallelism of the environment: unset is not 128, which the placement was made for:"
                + " call env.setMaxParallelism(128) before placement.keyBy, or make the placement"
                + " for another maxParallelism");
    env.setMaxParallelism(256);
    assertThatThrownBy(() -> placement.keyBy(stream, word -> word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("maxParallelism of the environment: 256 is not 128, which");
  }

  @Test
  void refusesWhatItCannotPlace() {
    assertThatThrownBy(() -> Placement.onKeyGroups(new ByNumber(8), HASHER, 128))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "numPartitions: 8 is not maxParallelism: 128: make the partitioner for 128 partitions,"
                + " or use Placement.onSubtasks for one partition per subtask");
    assertThatThrownBy(() -> Placement.onSubtasks(new ByNumber(129), HASHER, 128))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPartitions: 129 not in [1..128]: choose a value within");
    assertThatThrownBy(() -> Placement.onSubtasks(new ByNumber(8), HASHER, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxParallelism: 0 not in [1..32768]: choose a value within");
    assertThatThrownBy(() -> Placement.onSubtasks(new ByNumber(8), HASHER, 32769))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxParallelism: 32769 not in [1..32768]: choose a value within");

    Placement<String> placement = Placement.onSubtasks(new ByNumber(8), HASHER, 128);
    assertThatThrownBy(() -> placement.subtask("key-1", 129))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallelism: 129 not in [1..128]: choose a value within");
    assertThatThrownBy(() -> placement.place(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key: null cannot be placed: reject it or map it to a value");
    assertThatThrownBy(
            () -> Placement.<String>onSubtasks(new Constant(-1, 8), HASHER, 128).place("k"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "partition: -1 not in [0..8) for key k: correct the partitioner constant(-1,8)");
  }
}
