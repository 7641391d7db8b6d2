package org.partitioners.examples.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.partitioners.examples.flink.CombineOrSpread.Figure;
import org.partitioners.examples.flink.CombineOrSpread.Payment;
import org.partitioners.examples.flink.FewKeysNoIdleSubtask.Total;
import org.partitioners.examples.flink.FindTheHotKey.HotKey;
import org.partitioners.examples.flink.FindTheHotKey.Likes;
import org.partitioners.examples.flink.PlaceKeysOnARing.HourlyClicks;
import org.partitioners.examples.flink.RelieveAHotKey.MinuteViews;
import org.partitioners.examples.flink.RouteWithoutState.Served;
import org.partitioners.examples.flink.SpreadHeavyWork.Best;
import org.partitioners.examples.flink.SpreadHeavyWork.Post;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.skew.ReliefAdvice;

/** Runs each example and compares its results with what its input says. */
class ExamplesITCase {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(8)
              .build());

  @RegisterExtension final SharedObjectsExtension shared = SharedObjectsExtension.create();

  @Test
  void placeKeysOnARing() throws Exception {
    SharedReference<ConcurrentLinkedQueue<HourlyClicks>> results =
        shared.add(new ConcurrentLinkedQueue<>());
    new PlaceKeysOnARing(PlaceKeysOnARing.clicks(9_000), new CollectingSink<>(results)).execute();

    // A click a second of 100 users in turn: 36 of each in an hour, and half of that in the last.
    List<HourlyClicks> expected = new ArrayList<>();
    for (int user = 0; user < 100; user++) {
      expected.add(new HourlyClicks("user-" + user, 0, 36));
      expected.add(new HourlyClicks("user-" + user, 3_600_000, 36));
      expected.add(new HourlyClicks("user-" + user, 7_200_000, 18));
    }
    assertThat(results.get()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void fewKeysNoIdleSubtask() throws Exception {
    SharedReference<ConcurrentLinkedQueue<Total>> results =
        shared.add(new ConcurrentLinkedQueue<>());
    new FewKeysNoIdleSubtask(FewKeysNoIdleSubtask.readings(80), new CollectingSink<>(results))
        .execute();

    for (int shard = 0; shard < 8; shard++) {
      int s = shard;
      List<Total> totals = results.get().stream().filter(total -> total.shard() == s).toList();
      assertThat(totals).hasSize(10).allMatch(total -> total.subtask() == s);
      // s, s + 8, … s + 72.
      assertThat(totals).extracting(Total::value).contains(10L * s + 360);
    }

    // What the documentation says of a plain keyBy.
    var keyBy = FlinkPartitioners.keyBy(128, 8);
    assertThat(IntStream.range(0, 8).map(keyBy::partition).distinct()).hasSize(4);
  }

  @Test
  void routeWithoutState() throws Exception {
    SharedReference<ConcurrentLinkedQueue<Served>> results =
        shared.add(new ConcurrentLinkedQueue<>());
    new RouteWithoutState(RouteWithoutState.sessions(100), new CollectingSink<>(results)).execute();

    assertThat(results.get())
        .hasSize(100)
        .allMatch(
            served ->
                served.subtask() == RouteWithoutState.PARTITIONER.partition(served.session()));
    assertThat(results.get()).extracting(Served::subtask).contains(0, 1, 2, 3);
  }

  @Test
  void spreadHeavyWork() throws Exception {
    SharedReference<ConcurrentLinkedQueue<Best>> results =
        shared.add(new ConcurrentLinkedQueue<>());
    new SpreadHeavyWork(SpreadHeavyWork.posts(9_000), new CollectingSink<>(results)).execute();

    Map<String, Post> expected = new HashMap<>();
    for (int i = 0; i < 9_000; i++) {
      Post post = SpreadHeavyWork.post(i);
      expected.merge(
          post.author() + "@" + post.timeMillis() / 3_600_000,
          post,
          (a, b) -> SpreadHeavyWork.rate(a) >= SpreadHeavyWork.rate(b) ? a : b);
    }
    assertThat(results.get())
        .extracting(Best::text)
        .containsExactlyInAnyOrderElementsOf(expected.values().stream().map(Post::text).toList());

    // The celebrity is worked on in all four places, others in one.
    assertThat(results.get())
        .filteredOn(best -> best.author().equals("celebrity"))
        .extracting(Best::parts)
        .containsExactly(4, 4, 4);
    // Which senders read what is not certain, so a few others may be split.
    assertThat(results.get()).filteredOn(best -> best.parts() == 1).hasSizeGreaterThan(180);
  }

  @Test
  void findTheHotKey() throws Exception {
    SharedReference<ConcurrentLinkedQueue<Likes>> totals =
        shared.add(new ConcurrentLinkedQueue<>());
    SharedReference<ConcurrentLinkedQueue<HotKey>> hotKeys =
        shared.add(new ConcurrentLinkedQueue<>());
    new FindTheHotKey(
            FindTheHotKey.likes(40_000),
            new CollectingSink<>(totals),
            new CollectingSink<>(hotKeys))
        .execute();

    // Whichever interval had most of the records.
    assertThat(hotKeys.get())
        .anySatisfy(
            hot -> {
              assertThat(hot.key()).isEqualTo("Ada");
              assertThat(hot.share()).isEqualTo(0.5, within(0.02));
              // 0.5 · 4, and a fourth of the rest.
              assertThat(hot.maxOverMean()).isEqualTo(2.5, within(0.2));
              assertThat(hot.relief()).isEqualTo(ReliefAdvice.COMBINE);
            });
    assertThat(totals.get()).hasSize(40_000).contains(new Likes("Ada", 20_000));
  }

  @Test
  void relieveAHotKey() throws Exception {
    SharedReference<ConcurrentLinkedQueue<MinuteViews>> results =
        shared.add(new ConcurrentLinkedQueue<>());
    new RelieveAHotKey(RelieveAHotKey.views(120_000), new CollectingSink<>(results)).execute();

    // A view a millisecond: half of a minute's are the celebrity's, the others of 50 in turn.
    List<MinuteViews> expected = new ArrayList<>();
    for (long minute : new long[] {0, 60_000}) {
      expected.add(new MinuteViews("celebrity", minute, 30_000));
      for (int video = 1; video < 100; video += 2) {
        expected.add(new MinuteViews("video-" + video, minute, 600));
      }
    }
    assertThat(results.get()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void combineOrSpread() throws Exception {
    SharedReference<ConcurrentLinkedQueue<Figure>> results =
        shared.add(new ConcurrentLinkedQueue<>());
    new CombineOrSpread(CombineOrSpread.payments(8_000), new CollectingSink<>(results)).execute();

    Map<String, Long> turnover = new HashMap<>();
    Map<String, Long> risk = new HashMap<>();
    for (long i = 0; i < 8_000; i++) {
      String merchant = i % 4 > 0 ? "mega-mart" : "shop-" + i % 80;
      Payment payment = new Payment(merchant, i % 1_000, i);
      turnover.merge(merchant, payment.cents(), Long::sum);
      risk.merge(merchant, CombineOrSpread.risk(payment), Math::max);
    }
    List<Figure> expected = new ArrayList<>();
    turnover.forEach((merchant, sum) -> expected.add(new Figure(merchant, "turnover", sum)));
    risk.forEach((merchant, highest) -> expected.add(new Figure(merchant, "risk", highest)));
    assertThat(expected).hasSize(2 * 21);
    assertThat(results.get()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void runningTotals() throws Exception {
    SharedReference<ConcurrentLinkedQueue<RunningTotals.Total>> results =
        shared.add(new ConcurrentLinkedQueue<>());
    new RunningTotals(RunningTotals.votes(90_000), new CollectingSink<>(results)).execute();

    // Of 90 000 places every third votes for one of three in turn; every other place votes twice.
    Map<String, Long> expected =
        Map.of(
            "front-runner", 90_000L,
            "candidate-0", 15_000L,
            "candidate-3", 15_000L,
            "candidate-6", 15_000L);
    Map<String, Long> last = new HashMap<>();
    results.get().forEach(total -> last.merge(total.candidate(), total.votes(), Math::max));
    assertThat(last).isEqualTo(expected);
  }
}
