package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitioners.Description;
import org.partitioners.map.MapStoreOpener;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.map.PartitionerDescription;

class MapPollerTest {
  private final PartitionMapStore store = PartitionMapStore.inMemory();

  @BeforeEach
  void publish() throws IOException {
    store.publish(Maps.first(2));
    store.publish(Maps.of(2, 100, 3));
    store.publish(Maps.of(3, 200, 4));
    store.publish(Maps.of(4, 150, 5));
  }

  private static List<Long> epochs(List<PartitionMap> maps) {
    return maps.stream().map(PartitionMap::epoch).toList();
  }

  @Test
  void readsFromTheLatestBackToTheOneThatHoldsForAllToCome() throws IOException {
    assertThat(epochs(MapPoller.newer(store, 0, Long.MIN_VALUE))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(epochs(MapPoller.newer(store, 0, 149))).containsExactly(2L, 3L, 4L);
    assertThat(epochs(MapPoller.newer(store, 0, 150))).containsExactly(4L);
    assertThat(epochs(MapPoller.newer(store, 2, 0))).containsExactly(3L, 4L);
    assertThat(MapPoller.newer(store, 4, 0)).isEmpty();
    store.collectGarbage(2);
    assertThat(epochs(MapPoller.newer(store, 0, Long.MIN_VALUE))).containsExactly(3L, 4L);
  }

  @Test
  void handsEachMapOnOnce() throws IOException {
    try (MapPoller poller = new MapPoller(() -> store, 2, Long.MIN_VALUE)) {
      poller.poll();
      poller.poll();
      assertThat(epochs(poller.take())).containsExactly(3L, 4L);
      poller.seen(170);
      store.publish(Maps.of(5, 190, 6));
      poller.poll();
      assertThat(epochs(poller.take())).containsExactly(5L);
      assertThat(poller.failures()).isZero();
    }
  }

  @Test
  void triesAgainWhenTheStoreFails() {
    Deque<Throwable> failures = new ArrayDeque<>();
    failures.add(new IOException("not there for the test"));
    failures.add(new IllegalStateException("closed for the test"));
    failures.add(new NoClassDefFoundError("not on the class path for the test"));
    MapStoreOpener opener =
        () -> {
          if (!failures.isEmpty()) {
            ExceptionUtils.rethrowIOException(failures.remove());
          }
          return store;
        };
    try (MapPoller poller = new MapPoller(opener, 3, Long.MIN_VALUE)) {
      for (int failed = 1; failed <= 3; failed++) {
        poller.poll();
        assertThat(poller.take()).isEmpty();
        assertThat(poller.failures()).isEqualTo(failed);
      }
      poller.poll();
      assertThat(epochs(poller.take())).containsExactly(4L);
    }
  }

  @Test
  void aMapThatCannotBeMadeHoldsUpOthersUntilOneAfterItIsReached() throws IOException {
    store.publish(
        new PartitionMap(
            5,
            Instant.ofEpochMilli(300),
            new PartitionerDescription(1, 2, "unknown", Description.of("unknown")),
            PartitionLocations.numbered(2),
            Map.of()));
    assertThatThrownBy(() -> MapPoller.newer(store, 4, 0))
        .isInstanceOf(IllegalArgumentException.class);
    try (MapPoller poller = new MapPoller(() -> store, 3, 320)) {
      poller.poll();
      assertThat(poller.take()).isEmpty();
      assertThat(poller.failures()).isEqualTo(1);
      store.rollback(4, Instant.ofEpochMilli(330));
      poller.poll();
      assertThat(poller.take()).as("one that records have yet to reach").isEmpty();
      store.rollback(4, Instant.ofEpochMilli(340));
      poller.seen(330);
      poller.poll();
      assertThat(epochs(poller.take())).containsExactly(6L, 7L);
    }
  }
}
