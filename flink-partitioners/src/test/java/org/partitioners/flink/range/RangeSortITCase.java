package org.partitioners.flink.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitioners.PartitionLoad;
import org.partitioners.flink.PlacedKey;
import org.partitioners.range.BytesOrder;
import org.partitioners.range.RangeBoundaries;

/** What comes out, subtask after subtask, is what an independent sort gives. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RangeSortITCase {
  private static final int PARTITIONS = 4;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(
                  new Configuration()
                      .set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.parse("64mb")))
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARTITIONS)
              .build());

  /** Keys by number. */
  private enum Keys {
    UNIFORM(20_000, i -> i * 0x9E3779B97F4A7C15L),
    ALL_EQUAL(20_000, i -> 7),
    FEWER_THAN_PARTITIONS(20_000, i -> i % 3),
    SORTED(20_000, i -> i),
    REVERSED(20_000, i -> -i),
    HALF_OF_ONE_KEY(20_000, i -> i % 2 == 0 ? 5_000 : i),
    EMPTY(0, i -> i),
    ONE(1, i -> i);

    private final int count;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final LongUnaryOperator key;

    Keys(int count, LongUnaryOperator key) {
      this.count = count;
      this.key = key;
    }
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(3);
    return env;
  }

  private static final class Where<K> extends RichMapFunction<K, Tuple2<Integer, K>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Tuple2<Integer, K> map(K key) {
      return Tuple2.of(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(), key);
    }
  }

  /** What each subtask emits, in the order in which it does. */
  @SuppressWarnings("try") // results are closed with any exception
  private static <K> List<List<K>> sorted(
      RangeShuffle<K, K> shuffle, int partitions, TypeInformation<K> type) throws Exception {
    List<List<K>> bySubtask = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      bySubtask.add(new ArrayList<>());
    }
    DataStream<Tuple2<Integer, K>> where =
        shuffle
            .partitions(partitions)
            .sorted()
            .map(new Where<>())
            .returns(Types.TUPLE(Types.INT, type))
            .setParallelism(partitions);
    try (CloseableIterator<Tuple2<Integer, K>> results = where.executeAndCollect()) {
      results.forEachRemaining(result -> bySubtask.get(result.f0).add(result.f1));
    }
    return bySubtask;
  }

  private static <K> List<K> joined(List<List<K>> bySubtask) {
    return bySubtask.stream().flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void sortsEvenlyWhateverTheKeys(Keys keys) throws Exception {
    List<Long> all = new ArrayList<>();
    for (long i = 0; i < keys.count; i++) {
      all.add(keys.key.applyAsLong(i));
    }
    StreamExecutionEnvironment env = environment();
    DataStream<Long> stream =
        all.isEmpty()
            ? env.fromData(Types.LONG, 0L).filter(i -> false)
            : env.fromData(Types.LONG, all.toArray(Long[]::new));
    List<List<Long>> bySubtask =
        sorted(RangeShuffle.by(stream.rebalance(), i -> i, Types.LONG), PARTITIONS, Types.LONG);

    assertThat(joined(bySubtask)).isEqualTo(all.stream().sorted().toList());
    if (keys.count > 1) {
      long[] counts = bySubtask.stream().mapToLong(List::size).toArray();
      assertThat(PartitionLoad.of(counts).maxOverMean()).isLessThanOrEqualTo(1.05);
    }
  }

  @Test
  void sortsInOnePartition() throws Exception {
    DataStream<Long> stream = environment().fromData(Types.LONG, 3L, 1L, 2L);

    assertThat(sorted(RangeShuffle.by(stream, i -> i, Types.LONG), 1, Types.LONG))
        .containsExactly(List.of(1L, 2L, 3L));
  }

  private static final class IgnoringCase implements Comparator<String>, java.io.Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(String one, String other) {
      return one.toLowerCase(Locale.ROOT).compareTo(other.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof IgnoringCase;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  @Test
  void sortsByAComparator() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String key = Integer.toHexString(i * 0x9E3779B9);
      all.add(i % 2 == 0 ? key : key.toUpperCase(Locale.ROOT));
    }
    DataStream<String> stream = environment().fromData(Types.STRING, all.toArray(String[]::new));
    List<String> joined =
        joined(
            sorted(
                RangeShuffle.by(stream, s -> s, Types.STRING, new IgnoringCase()),
                PARTITIONS,
                Types.STRING));

    assertThat(joined)
        .containsExactlyInAnyOrderElementsOf(all)
        .isSortedAccordingTo(new IgnoringCase());
  }

  @Test
  void sortsBytesInUnsignedOrder() throws Exception {
    TypeInformation<byte[]> bytes = TypeInformation.of(byte[].class);
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      long bits = (i % 2_500) * 0x9E3779B97F4A7C15L;
      all.add(java.nio.ByteBuffer.allocate(Long.BYTES + i % 3).putLong(bits).array());
    }
    DataStream<byte[]> stream = environment().fromData(bytes, all.toArray(byte[][]::new));
    List<byte[]> joined =
        joined(
            sorted(
                RangeShuffle.by(stream, key -> key, bytes, BytesOrder.UNSIGNED),
                PARTITIONS,
                bytes));

    all.sort(BytesOrder.UNSIGNED);
    assertThat(joined).usingElementComparator(BytesOrder.UNSIGNED).isEqualTo(all);
  }

  @Test
  void sortsRecordsWithoutWeight() throws Exception {
    DataStream<Long> stream = environment().fromSequence(1, 5_000);

    assertThat(
            joined(
                sorted(
                    RangeShuffle.by(stream, i -> -i, Types.LONG).weightedBy(i -> 0),
                    3,
                    Types.LONG)))
        .hasSize(5_000)
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  @SuppressWarnings("try") // results are closed with any exception
  void shufflesByConstantBoundaries() throws Exception {
    DataStream<Long> stream = environment().fromData(Types.LONG, 3L, 10L, 19L, 20L, 99L);
    RangeShuffle<Long, Long> shuffle =
        RangeShuffle.by(stream, i -> i, Types.LONG)
            .boundaries(RangeBoundaries.of(List.of(10L, 20L)));
    List<Tuple2<Integer, Long>> where = new ArrayList<>();
    try (CloseableIterator<Tuple2<Integer, Long>> results =
        shuffle
            .shuffle()
            .map(new Where<>())
            .returns(Types.TUPLE(Types.INT, Types.LONG))
            .setParallelism(3)
            .executeAndCollect()) {
      results.forEachRemaining(where::add);
    }

    assertThat(where)
        .containsExactlyInAnyOrder(
            Tuple2.of(0, 3L),
            Tuple2.of(1, 10L),
            Tuple2.of(1, 19L),
            Tuple2.of(2, 20L),
            Tuple2.of(2, 99L));
  }

  @Test
  @SuppressWarnings("try") // results are closed with any exception
  void keepsWindowsOfABatchWhole() throws Exception {
    StreamExecutionEnvironment env = environment();
    env.setMaxParallelism(128);
    // Ten windows of 100, in each of which every key of 50 comes twice.
    DataStream<Long> stream =
        env.fromSequence(0, 999)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Long>noWatermarks().withTimestampAssigner((i, unused) -> i));
    List<Integer> counts = new ArrayList<>();
    try (CloseableIterator<Integer> results =
        RangeShuffle.by(stream, i -> i % 50, Types.LONG)
            .keyBy(Duration.ofMillis(100))
            .window(TumblingEventTimeWindows.of(Duration.ofMillis(100)))
            .process(new Size())
            .returns(Types.INT)
            .executeAndCollect()) {
      results.forEachRemaining(counts::add);
    }

    assertThat(counts).hasSize(500).containsOnly(2);
  }

  private static final class Size
      extends ProcessWindowFunction<
          Tuple2<Integer, Long>, Integer, PlacedKey<Tuple2<Long, Integer>>, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        PlacedKey<Tuple2<Long, Integer>> key,
        Context context,
        Iterable<Tuple2<Integer, Long>> records,
        Collector<Integer> out) {
      int size = 0;
      for (Tuple2<Integer, Long> record : records) {
        assertThat(record.f1 % 50).isEqualTo(key.key().f0);
        size++;
      }
      out.collect(size);
    }
  }

  @Test
  void refusesToSortAStream() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    RangeShuffle<Long, Long> shuffle = RangeShuffle.by(env.fromSequence(0, 1), i -> i, Types.LONG);

    assertThatThrownBy(shuffle::sorted)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "execution.runtime-mode: STREAMING, and a sort has an end in BATCH only: call"
                + " env.setRuntimeMode(RuntimeExecutionMode.BATCH) before RangeShuffle.sorted");
  }

  @Test
  void namesTheSelectorThatReturnsNull() {
    DataStream<Long> stream = environment().fromData(Types.LONG, 1L);
    @SuppressWarnings("NullAway") // that is the point
    RangeShuffle<Long, Long> shuffle = RangeShuffle.by(stream, i -> null, Types.LONG);

    assertThatThrownBy(() -> sorted(shuffle, PARTITIONS, Types.LONG))
        .hasStackTraceContaining("key: the key selector " + RangeSortITCase.class.getName())
        .hasStackTraceContaining(
            "of the RangeShuffle returned null for a java.lang.Long: let it return a key that"
                + " stands for none");
  }
}
