package org.partitioners.flink.skew;

import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.partitioners.skew.Grouping;
import org.partitioners.skew.HotKeyTracker;

/** Records to the place that a grouping chooses for them; home is one of the places. */
final class SpreadingRouter<K> implements Router<K> {
  private final Grouping grouping;
  private final Places places;

  /** Which keys the grouping may spread; null if it finds out itself. */
  private final @Nullable HotKeyTracker tracker;

  SpreadingRouter(Grouping grouping, Places places, @Nullable HotKeyRule rule) {
    this.grouping = grouping;
    this.places = places;
    this.tracker = rule == null ? null : rule.tracker();
  }

  @Override
  public int route(K key) {
    long hash = KeyHash.of(key);
    if (tracker != null && !tracker.observe(hash)) {
      return HOME;
    }
    int home = places.home(key);
    int place = grouping.place(hash, home);
    return place == home ? HOME : place;
  }

  @Override
  public int numRelieved() {
    return tracker == null ? -1 : tracker.numHot();
  }

  @Override
  public void tell(Iterable<? extends K> hotKeys) {
    if (tracker != null) {
      tracker.tell(
          StreamSupport.stream(hotKeys.spliterator(), false).mapToLong(KeyHash::of).toArray());
    }
  }
}
