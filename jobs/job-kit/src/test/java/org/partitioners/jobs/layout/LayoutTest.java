package org.partitioners.jobs.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitioners.KeyPartitioner;
import org.partitioners.PartitionLoad;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.events.Event;
import org.partitioners.map.PartitionMap;
import org.partitioners.range.CompoundKey;
import org.partitioners.range.CompoundPartitioner;
import org.partitioners.range.KeyRange;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.TimeBuckets;

class LayoutTest {
  private static final int SUBTASKS = 8;
  private static final List<Event> EVENTS = SensorEvents.of(200_000, 10_000, 0.5, 10);
  private static final LayoutSurvey SURVEY = SensorEvents.survey(EVENTS, SUBTASKS);

  @ParameterizedTest
  @EnumSource
  void aPartitionMayHoldEachOfItsEvents(LayoutStrategy strategy) {
    Layout layout = SURVEY.layout(strategy, 4);
    Set<String> names = new HashSet<>();
    for (int partition = 0; partition < layout.numPartitions(); partition++) {
      assertThat(names.add(layout.name(partition))).isTrue();
      assertThat(layout.subtask(partition)).isBetween(0, SUBTASKS - 1);
    }
    for (Event event : EVENTS.subList(0, 20_000)) {
      int partition = layout.partition(event.key(), event.timestamp());
      assertThat(partition).isBetween(0, layout.numPartitions() - 1);
      assertThat(mayHold(layout.contents(partition), event))
          .as("%s in %s", event, layout.name(partition))
          .isTrue();
    }
  }

  private static boolean mayHold(Contents contents, Event event) {
    Contents.Times times = contents.times();
    Contents.Sensors sensors = contents.sensors();
    Contents.SensorHash hash = contents.sensorHash();
    Contents.Salt salt = contents.salt();
    return (times == null || (times.from() <= event.timestamp() && event.timestamp() < times.to()))
        && (sensors == null || KeyRange.of(sensors.from(), sensors.to()).contains(event.key()))
        && (hash == null
            || HashPartitioners.modulo(hash.partitions(), KeyHashers.strings())
                    .partition(event.key())
                == hash.partition())
        && (salt == null
            || IntStream.of(
                    TimeBuckets.of(
                            Duration.ofMillis(salt.bucketMillis()), salt.salts(), salt.partitions())
                        .partitions(
                            Instant.ofEpochMilli(event.timestamp()),
                            Instant.ofEpochMilli(event.timestamp() + 1)))
                .anyMatch(partition -> partition == salt.partition()));
  }

  @ParameterizedTest
  @EnumSource
  void othersFindEveryEvent(LayoutStrategy strategy) {
    Layout layout = SURVEY.layout(strategy, 4);
    List<LookUp> lookUps = layout.lookUps();
    assertThat(lookUps.get(0).validFrom()).isEqualTo(PartitionMap.ALWAYS);
    assertThat(lookUps).extracting(LookUp::validFrom).isSorted().doesNotHaveDuplicates();
    for (Event event : EVENTS.subList(0, 20_000)) {
      LookUp then =
          lookUps.stream()
              .filter(each -> each.validFrom().toEpochMilli() <= event.timestamp())
              .reduce((earlier, later) -> later)
              .orElseThrow();
      assertThat(then.names()).hasSize(then.partitioner().numPartitions());
      assertThat(partitions(then.partitioner(), event).mapToObj(then.names()::get))
          .as("%s", event)
          .contains(layout.name(layout.partition(event.key(), event.timestamp())));
    }
  }

  @SuppressWarnings("unchecked")
  private static IntStream partitions(KeyPartitioner<?> partitioner, Event event) {
    if (partitioner instanceof TimeBuckets buckets) {
      return IntStream.of(
          buckets.partitions(
              Instant.ofEpochMilli(event.timestamp()),
              Instant.ofEpochMilli(event.timestamp() + 1)));
    }
    return IntStream.of(
        partitioner instanceof CompoundPartitioner<?, ?>
            ? ((CompoundPartitioner<String, Long>) partitioner)
                .partition(new CompoundKey<>(event.key(), event.timestamp()))
            : ((RangePartitioner<Long>) partitioner).partition(event.timestamp()));
  }

  @Test
  void plansOfSensorsFollowOneAnother() {
    // The first plan is learnt from the first day and holds from ever; the last day's is not used.
    assertThat(SURVEY.layout(LayoutStrategy.ADAPTIVE, 4).lookUps()).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource
  void aCopyPlacesAlike(LayoutStrategy strategy) throws Exception {
    Layout layout = SURVEY.layout(strategy, 4);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(layout);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Layout copy = (Layout) in.readObject();
      for (Event event : EVENTS.subList(0, 20_000)) {
        assertThat(copy.partition(event.key(), event.timestamp()))
            .isEqualTo(layout.partition(event.key(), event.timestamp()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPOUND", "ADAPTIVE"})
  void aSensorsDayIsInOnePartition(LayoutStrategy strategy) {
    Layout layout = SURVEY.layout(strategy, 4);
    Map<String, Integer> partitions = new HashMap<>();
    for (Event event : EVENTS) {
      String day = event.key() + "/" + Days.day(event.timestamp());
      int partition = layout.partition(event.key(), event.timestamp());
      assertThat(partitions.computeIfAbsent(day, absent -> partition)).isEqualTo(partition);
    }
    assertThat(new HashSet<>(partitions.values()).size()).isEqualTo(10 * SUBTASKS);
  }

  /**
   * Slices of 2000 events, 250 a subtask with a standard deviation of 15: chance alone takes the
   * worst of 800 to about 1.2.
   */
  @ParameterizedTest
  @EnumSource(names = {"HASH", "COMPOUND", "ADAPTIVE"})
  void everySliceIsEven(LayoutStrategy strategy) {
    PartitionLoad[] slices = slices(SURVEY.layout(strategy, 4), EVENTS, SUBTASKS);
    assertThat(slices).hasSize(100);
    for (PartitionLoad slice : slices) {
      assertThat(slice.maxOverMean()).isLessThan(1.4);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RANGE_STATIC", "RANGE_DYNAMIC"})
  void rangesOfTimeHaveAHotSpotInEverySlice(LayoutStrategy strategy) {
    PartitionLoad[] slices = slices(SURVEY.layout(strategy, 4), EVENTS, SUBTASKS);
    double mean = 0;
    for (PartitionLoad slice : slices) {
      mean += slice.maxOverMean() / slices.length;
    }
    assertThat(mean).isGreaterThan(5);
  }

  @Test
  void dynamicRangesSplit() {
    assertThat(SURVEY.layout(LayoutStrategy.RANGE_DYNAMIC, 4).numPartitions())
        .isGreaterThan(SUBTASKS);
  }

  @Test
  void saltsBoundThePartitionsOfAnHour() {
    Layout layout = SURVEY.layout(LayoutStrategy.SALTED, 3);
    Map<Long, Set<Integer>> byHour = new HashMap<>();
    for (Event event : EVENTS) {
      byHour
          .computeIfAbsent(Math.floorDiv(event.timestamp(), 3_600_000L), hour -> new HashSet<>())
          .add(layout.partition(event.key(), event.timestamp()));
    }
    assertThat(byHour.values()).allMatch(partitions -> partitions.size() <= 3);
  }

  @Test
  void adaptiveRangesFollowTheSensorsOfTheDayBefore() {
    // The first day's sensors begin with a, later ones' with b: only what is learnt divides them.
    LayoutSurvey survey = new LayoutSurvey(4);
    for (int day = 0; day < 4; day++) {
      for (int i = 0; i < 8_000; i++) {
        survey.accept(new Event(drifting(day, i), day * SensorEvents.DAY + i));
      }
    }
    Layout layout = survey.layout(LayoutStrategy.ADAPTIVE, 1);

    assertThat(loadOfDay(layout, 0).maxOverMean()).isLessThan(1.1);
    assertThat(loadOfDay(layout, 1).maxOverMean()).isEqualTo(4);
    assertThat(loadOfDay(layout, 2).maxOverMean()).isLessThan(1.1);
    assertThat(loadOfDay(layout, 3).maxOverMean()).isLessThan(1.1);
  }

  private static String drifting(int day, int i) {
    return (day == 0 ? "a" : "b") + i % 1_000;
  }

  private static PartitionLoad loadOfDay(Layout layout, int day) {
    long[] counts = new long[4];
    for (int i = 0; i < 8_000; i++) {
      int partition = layout.partition(drifting(day, i), day * SensorEvents.DAY + i);
      counts[layout.subtask(partition)]++;
    }
    return PartitionLoad.of(counts);
  }

  @ParameterizedTest
  @EnumSource
  void oneEventOnOneSubtaskHasALayout(LayoutStrategy strategy) {
    LayoutSurvey survey = new LayoutSurvey(1);
    survey.accept(new Event("", -1));
    Layout layout = survey.layout(strategy, 1);

    assertThat(layout.subtask(layout.partition("", -1))).isZero();
    assertThat(layout.name(layout.partition("", -1))).isNotBlank();
    assertThat(survey.slices().size()).isEqualTo(1);
  }

  @Test
  void refusesTimesThatNoCalendarSpans() {
    LayoutSurvey survey = new LayoutSurvey(1);
    survey.accept(new Event("a", 0));
    survey.accept(new Event("a", Long.MAX_VALUE / 1000));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> survey.layout(LayoutStrategy.RANGE_STATIC, 1))
        .withMessage("timestamps: span 106751992 days, not in [1..100000]; correct the input");
  }

  private static PartitionLoad[] slices(Layout layout, List<Event> events, int subtasks) {
    TimeSlices slices = SURVEY.slices();
    long[][] counts = new long[slices.size()][subtasks];
    for (Event event : events) {
      int partition = layout.partition(event.key(), event.timestamp());
      counts[slices.of(event.timestamp())][layout.subtask(partition)]++;
    }
    PartitionLoad[] loads = new PartitionLoad[counts.length];
    for (int slice = 0; slice < loads.length; slice++) {
      loads[slice] = PartitionLoad.of(counts[slice]);
    }
    return loads;
  }
}
