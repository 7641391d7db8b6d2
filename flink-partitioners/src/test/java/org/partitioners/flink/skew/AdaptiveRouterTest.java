package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The router is told what combining takes, so no clock has a part in this. */
class AdaptiveRouterTest {
  private static final long CHEAP = 300;
  private static final long DEAR = 20_000;
  private static final int PLACE = 3;

  /** All keys but "cold" one way. */
  private static final class OneWay implements Router<String> {
    final int way;
    List<String> told = new ArrayList<>();

    OneWay(int way) {
      this.way = way;
    }

    @Override
    public int route(String key) {
      return key.equals("cold") ? HOME : way;
    }

    @Override
    public int numRelieved() {
      return 100 + way;
    }

    @Override
    public void tell(Iterable<? extends String> hotKeys) {
      told = new ArrayList<>();
      hotKeys.forEach(told::add);
    }
  }

  private final OneWay combining = new OneWay(Router.COMBINE);
  private final OneWay spreading = new OneWay(PLACE);
  private final AdaptiveRouter<String> router = new AdaptiveRouter<>(combining, spreading);

  /** How many of so many records of a hot key went this way, each combined in so many ns. */
  private int sent(int way, int records, long nanos) {
    int sent = 0;
    for (int i = 0; i < records; i++) {
      int taken = router.route("hot");
      sent += taken == way ? 1 : 0;
      if (taken == Router.COMBINE && router.wantsTime()) {
        router.combined(nanos);
      }
    }
    return sent;
  }

  @Test
  void combinesWhileThatIsCheap() {
    assertThat(sent(Router.COMBINE, 200_000, CHEAP)).isEqualTo(200_000);
  }

  /** Three blocks of 128 and two pauses of 512 are looked at before it is known. */
  @Test
  void spreadsOnceCombiningIsDear() {
    assertThat(sent(Router.COMBINE, 1_408, DEAR)).isEqualTo(1_408);
    assertThat(sent(PLACE, 1, DEAR)).isEqualTo(1);
    assertThat(sent(PLACE, 200_000, DEAR)).isGreaterThan(198_000);
  }

  @Test
  void looksNowAndThenWhetherItStillIsDear() {
    sent(PLACE, 2_000, DEAR);
    assertThat(sent(Router.COMBINE, 200_000, DEAR)).isBetween(128, 200_000 / 100);
  }

  /** The median of five blocks is cheap when three are. */
  @Test
  void comesBackWhenCombiningIsCheapAgain() {
    sent(PLACE, 200_000, DEAR);
    assertThat(sent(PLACE, 60_000, CHEAP)).isGreaterThan(30_000);
    assertThat(sent(Router.COMBINE, 100_000, CHEAP)).isEqualTo(100_000);
  }

  @Test
  void staysAsItIsBetweenHalfAndAllOfDear() {
    long between = AdaptiveRouter.DEAR_NANOS * 3 / 4;
    sent(Router.COMBINE, 200_000, CHEAP);
    assertThat(sent(Router.COMBINE, 200_000, between)).isEqualTo(200_000);

    sent(PLACE, 400_000, DEAR);
    assertThat(sent(PLACE, 200_000, between)).isGreaterThan(198_000);
  }

  @Test
  void onePauseOfTheJvmDoesNotMakeCombiningDear() {
    sent(Router.COMBINE, 100_000, CHEAP);
    assertThat(sent(Router.COMBINE, 16_384, 1_000_000_000)).isEqualTo(16_384);
    assertThat(sent(Router.COMBINE, 200_000, CHEAP)).isEqualTo(200_000);
  }

  @Test
  void leavesKeysAloneWhileCombiningDoesNotReduceThem() {
    router.flushed(4_095, 4_095);
    assertThat(sent(Router.COMBINE, 1, CHEAP)).as("too few to judge").isEqualTo(1);

    router.flushed(1, 1);
    assertThat(sent(Router.HOME, 65_536, CHEAP)).isEqualTo(65_536);
    assertThat(sent(Router.COMBINE, 1, CHEAP)).isEqualTo(1);

    router.flushed(4_096, 2_049);
    assertThat(sent(Router.HOME, 1, CHEAP)).isEqualTo(1);
    router.flushed(4_096, 2_048);
    assertThat(sent(Router.COMBINE, 1, CHEAP)).isEqualTo(1);
  }

  @Test
  void leavesColdKeysAlone() {
    assertThat(router.route("cold")).isEqualTo(Router.HOME);
    sent(PLACE, 2_000, DEAR);
    assertThat(router.route("cold")).isEqualTo(Router.HOME);
  }

  @Test
  void tellsBothWays() {
    router.tell(List.of("a", "b"));

    assertThat(combining.told).containsExactly("a", "b");
    assertThat(spreading.told).containsExactly("a", "b");
    assertThat(router.numRelieved()).isEqualTo(combining.numRelieved());
  }
}
