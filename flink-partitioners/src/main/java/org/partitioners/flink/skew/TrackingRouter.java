package org.partitioners.flink.skew;

import java.util.stream.StreamSupport;
import org.partitioners.skew.HotKeyTracker;

/** Hot keys one way, cold keys straight home. */
final class TrackingRouter<K> implements Router<K> {
  private final HotKeyTracker tracker;
  private final int wayOfHot;

  TrackingRouter(HotKeyRule rule, int wayOfHot) {
    this.tracker = rule.tracker();
    this.wayOfHot = wayOfHot;
  }

  @Override
  public int route(K key) {
    return tracker.observe(KeyHash.of(key)) ? wayOfHot : HOME;
  }

  @Override
  public int numRelieved() {
    return tracker.numHot();
  }

  @Override
  public void tell(Iterable<? extends K> hotKeys) {
    tracker.tell(
        StreamSupport.stream(hotKeys.spliterator(), false).mapToLong(KeyHash::of).toArray());
  }
}
