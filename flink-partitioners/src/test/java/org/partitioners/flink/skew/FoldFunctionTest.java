package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Folded results of parts, against those of a function that does all of a key's work. */
@SuppressWarnings("try") // close() declares any Exception, so an interruption too
class FoldFunctionTest {

  @Property(tries = 100, seed = "4711")
  void anyGroupingAndAnyPaceOfSubtasksGivesTheUnsplitResult(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int numSubtasks,
      @ForAll @IntRange(min = 1, max = 400) int records)
      throws Exception {
    Random random = new Random(seed);
    List<Sale> sales = sales(random, records);
    try (var spread = pipeline(numSubtasks, n -> new AdversarialGrouping(n, seed))) {
      for (int i = 0; i < records; i++) {
        spread.send(sales.get(i));
        if (random.nextInt(5) == 0) {
          spread.watermark(random.nextInt(numSubtasks), watermarkAfter(sales, i));
        }
      }
      spread.end();

      assertThat(spread.results()).containsExactlyInAnyOrderElementsOf(unsplit(sales));
      assertThat(spread.stateEntries()).as("state left behind").isZero();
    }
  }

  @Property(tries = 100, seed = "4712")
  void lateRecordsGiveFurtherResultsAndNoneIsLost(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int numSubtasks,
      @ForAll @IntRange(min = 1, max = 400) int records)
      throws Exception {
    Random random = new Random(seed);
    List<Sale> sales = sales(random, records);
    try (var spread = pipeline(numSubtasks, n -> new AdversarialGrouping(n, seed))) {
      for (Sale sale : sales) {
        spread.send(sale);
        if (random.nextInt(5) == 0) {
          spread.watermark(random.nextInt(numSubtasks), sale.time() + random.nextInt(120_000));
        }
      }
      spread.end();

      Map<StreamRecord<Sum>, Long> totals = new HashMap<>();
      for (StreamRecord<? extends Sum> result : spread.results()) {
        Sum sum = result.getValue();
        totals.merge(
            new StreamRecord<>(new Sum(sum.shop(), sum.end(), 0), result.getTimestamp()),
            sum.value(),
            Long::sum);
      }
      Map<StreamRecord<Sum>, Long> expected = new HashMap<>();
      for (StreamRecord<Sum> result : unsplit(sales)) {
        Sum sum = result.getValue();
        expected.put(
            new StreamRecord<>(new Sum(sum.shop(), sum.end(), 0), result.getTimestamp()),
            sum.value());
      }
      assertThat(totals).isEqualTo(expected);
      assertThat(spread.stateEntries()).as("state left behind").isZero();
    }
  }

  @Test
  void aResultIsEmittedOnceTheWatermarksOfAllPartsHavePassedIt() throws Exception {
    try (var spread = pipeline(2, n -> new AdversarialGrouping(n, 1))) {
      for (int i = 0; i < 100; i++) {
        spread.send(new Sale("a", i, 1));
      }
      spread.watermark(0, 59_999);
      spread.watermark(1, 59_998);
      assertThat(spread.results()).isEmpty();

      spread.watermark(1, 59_999);
      assertThat(spread.results())
          .containsExactly(new StreamRecord<>(new Sum("a", 59_999, 100), 59_999));
    }
  }

  @Test
  void lateResultsAreFoldedUntilTheWatermarkAdvancesAndEmittedAgain() throws Exception {
    try (var home = home()) {
      home.processWatermark(70_000);
      home.processElement(Tuple2.of("a", new Sum("a", 59_999, 1)), 59_999);
      home.processElement(Tuple2.of("a", new Sum("a", 59_999, 2)), 59_999);
      assertThat(home.extractOutputStreamRecords()).isEmpty();

      home.processWatermark(70_001);
      home.processElement(Tuple2.of("a", new Sum("a", 59_999, 4)), 59_999);
      home.processWatermark(70_002);
      assertThat(home.extractOutputStreamRecords())
          .containsExactly(
              new StreamRecord<>(new Sum("a", 59_999, 3), 59_999),
              new StreamRecord<>(new Sum("a", 59_999, 4), 59_999));
      assertThat(home.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void resultsWithoutTimestampsAreRefused() throws Exception {
    try (var home = home()) {
      assertThatThrownBy(
              () ->
                  home.processElement(new StreamRecord<>(Tuple2.of("a", new Sum("a", 59_999, 1)))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "timestamp: none, of a result of key a: fold needs results with timestamps, from"
                  + " event-time timers or records that have one; use merge where processing-time"
                  + " timers emit or records have no timestamps");
    }
  }

  private static SpreadPipeline<Sum> pipeline(int numSubtasks, GroupingFactory groupings)
      throws Exception {
    return new SpreadPipeline<>(numSubtasks, groupings, fold());
  }

  private static FoldFunction<String, Sum> fold() {
    return new FoldFunction<>(Sum::plus, Types.POJO(Sum.class));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Tuple2<String, Sum>, Sum> home()
      throws Exception {
    var home =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(fold()), result -> result.f0, Types.STRING);
    home.open();
    return home;
  }

  /** Three quarters of the records are of one shop; over ten minutes, out of order. */
  private static List<Sale> sales(Random random, int records) {
    List<Sale> sales = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      String shop = random.nextInt(4) > 0 ? "celebrity" : "shop-" + random.nextInt(20);
      sales.add(new Sale(shop, 600_000L * i / records, random.nextInt(1000)));
    }
    int reach = 1 + random.nextInt(50);
    for (int from = 0; from < records; from += reach) {
      Collections.shuffle(sales.subList(from, Math.min(records, from + reach)), random);
    }
    return sales;
  }

  /** The highest watermark after which no record to come is late. */
  private static long watermarkAfter(List<Sale> sales, int last) {
    return sales.stream().skip(last + 1L).mapToLong(Sale::time).min().orElse(Long.MAX_VALUE) - 1;
  }

  private static List<StreamRecord<Sum>> unsplit(List<Sale> sales) throws Exception {
    try (var naive =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new SumPerMinute<String>()), Sale::shop, Types.STRING)) {
      naive.open();
      for (Sale sale : sales) {
        naive.processElement(sale, sale.time());
      }
      naive.processWatermark(Long.MAX_VALUE);
      List<StreamRecord<Sum>> results = new ArrayList<>();
      for (StreamRecord<? extends Sum> result : naive.extractOutputStreamRecords()) {
        results.add(new StreamRecord<>(result.getValue(), result.getTimestamp()));
      }
      return results;
    }
  }
}
