package org.partitioners.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;

/** What every {@link PartitionMapStore} keeps. */
public abstract class PartitionMapStoreContract {

  /** Opens the store, the same one whenever a test asks: for each publisher its own. */
  protected abstract PartitionMapStore store() throws IOException;

  /** A map that another maker's of the same epoch is not equal to. */
  protected static PartitionMap map(long epoch, long validFromMillis, int maker) {
    return PartitionMap.first(
            HashPartitioners.jump(8, KeyHashers.strings(maker)), PartitionLocations.numbered(8))
        .asEpoch(epoch, Instant.ofEpochMilli(validFromMillis));
  }

  private static PartitionMap map(long epoch) {
    return map(epoch, epoch * 1000, 0);
  }

  private void publish(long... epochs) throws IOException {
    for (long epoch : epochs) {
      store().publish(map(epoch));
    }
  }

  @Test
  void startsEmpty() throws IOException {
    assertThat(store().epochs()).isEmpty();
    assertThat(store().latestEpoch()).isZero();
    assertThat(store().latest()).isEmpty();
    assertThat(store().at(1)).isEmpty();
    assertThat(store().validAt(Instant.MAX)).isEmpty();
    assertThat(store().history()).isEmpty();
    store().collectGarbage(1);
    assertThat(store().epochs()).isEmpty();
  }

  @Test
  void keepsEveryEpoch() throws IOException {
    publish(1, 2, 3);
    assertThat(store().epochs()).containsExactly(1L, 2L, 3L);
    assertThat(store().latestEpoch()).isEqualTo(3);
    assertThat(store().latest()).contains(map(3));
    assertThat(store().at(2)).contains(map(2));
    assertThat(store().at(4)).isEmpty();
    assertThat(store().history()).containsExactly(map(1), map(2), map(3));
  }

  @Test
  void findsTheMapOfAnEventTime() throws IOException {
    publish(1, 2, 3);
    assertThat(store().validAt(Instant.ofEpochMilli(999))).isEmpty();
    assertThat(store().validAt(Instant.ofEpochMilli(1000))).contains(map(1));
    assertThat(store().validAt(Instant.ofEpochMilli(2999))).contains(map(2));
    assertThat(store().validAt(Instant.MAX)).contains(map(3));
    store().publish(map(4, 2500, 0));
    assertThat(store().validAt(Instant.MAX)).contains(map(4, 2500, 0));
    assertThat(store().validAt(Instant.ofEpochMilli(2499))).contains(map(2));
  }

  @Test
  void fencesOlderEpochs() throws IOException {
    publish(1, 2);
    assertThatThrownBy(() -> store().publish(map(2, 0, 1)))
        .isInstanceOfSatisfying(
            StaleEpochException.class,
            e -> {
              assertThat(e.epoch()).isEqualTo(2);
              assertThat(e.latest()).isEqualTo(2);
            })
        .hasMessage(
            "epoch: 2 has been published by another, the latest is 2; read that, and publish what"
                + " follows from it as 3");
    assertThatThrownBy(() -> publish(1)).isInstanceOf(StaleEpochException.class);
    assertThat(store().history()).containsExactly(map(1), map(2));
  }

  @Test
  void refusesToLeaveEpochsOut() throws IOException {
    assertThatThrownBy(() -> publish(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epoch: 2 is not the next after 0; publish 1");
    publish(1);
    assertThatThrownBy(() -> publish(3)).hasMessage("epoch: 3 is not the next after 1; publish 2");
    assertThat(store().epochs()).containsExactly(1L);
  }

  @Test
  void rollsBackByANewEpoch() throws IOException {
    publish(1, 2);
    Instant now = Instant.ofEpochMilli(5000);
    PartitionMap again = store().rollback(1, now);
    assertThat(again).isEqualTo(map(1).asEpoch(3, now));
    assertThat(store().latest()).contains(again);
    assertThat(store().validAt(Instant.ofEpochMilli(4999))).contains(map(2));
    assertThat(store().at(1)).contains(map(1));
    assertThatThrownBy(() -> store().rollback(9, now))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("toEpoch: there is no map of epoch 9; epochs() lists them");
  }

  @Test
  void collectsAllButTheLast() throws IOException {
    publish(1, 2, 3, 4);
    store().collectGarbage(2);
    assertThat(store().epochs()).containsExactly(3L, 4L);
    assertThat(store().at(2)).isEmpty();
    assertThat(store().validAt(Instant.ofEpochMilli(3000))).contains(map(3));
    assertThatThrownBy(() -> store().validAt(Instant.ofEpochMilli(2999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "eventTime: the map for 1970-01-01T00:00:02.999Z has an epoch of at most 2, and these"
                + " are not kept any longer; keep more");
    store().collectGarbage(7);
    assertThat(store().epochs()).containsExactly(3L, 4L);
    assertThatThrownBy(() -> publish(2)).isInstanceOf(StaleEpochException.class);
    publish(5);
    store().collectGarbage(1);
    assertThat(store().history()).containsExactly(map(5));
    assertThatThrownBy(() -> store().collectGarbage(0))
        .hasMessage("keep: 0 not in [1..2147483647]; the latest always stays");
  }

  @Test
  void letsOnePublisherWinEachEpoch() throws Exception {
    int publishers = 3;
    int epochs = 8;
    CyclicBarrier start = new CyclicBarrier(publishers);
    ExecutorService executor = Executors.newFixedThreadPool(publishers);
    try {
      List<Future<List<PartitionMap>>> won = new ArrayList<>();
      for (int publisher = 0; publisher < publishers; publisher++) {
        int maker = publisher;
        won.add(executor.submit(race(store(), epochs, maker, start)));
      }
      Map<Long, PartitionMap> winners = new TreeMap<>();
      for (Future<List<PartitionMap>> maps : won) {
        for (PartitionMap map : maps.get()) {
          assertThat(winners.put(map.epoch(), map)).as("second winner").isNull();
        }
      }
      assertThat(winners.keySet()).containsExactlyElementsOf(store().epochs());
      assertThat(store().history()).containsExactlyElementsOf(winners.values());
      assertThat(store().epochs())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, epochs).boxed().toList());
    } finally {
      executor.shutdownNow();
    }
  }

  /** All start each epoch together; who is late for it finds it taken. */
  private static Callable<List<PartitionMap>> race(
      PartitionMapStore store, int epochs, int maker, CyclicBarrier start) {
    return () -> {
      List<PartitionMap> won = new ArrayList<>();
      for (long epoch = 1; epoch <= epochs; epoch++) {
        PartitionMap mine = map(epoch, 0, maker);
        start.await();
        try {
          store.publish(mine);
          won.add(mine);
        } catch (StaleEpochException e) {
          assertThat(e.epoch()).isEqualTo(epoch);
        }
        start.await();
      }
      return won;
    };
  }
}
