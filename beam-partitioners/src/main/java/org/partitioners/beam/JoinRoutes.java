package org.partitioners.beam;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends the records of one side to their cells. One bundle's state is a {@link Bundle}. */
record JoinRoutes<K, V>(JoinSide side, KvCoder<K, V> coder, boolean marks) implements Serializable {

  /** What of a bundle lies in one window. */
  final class Bundle {
    private final JoinPlan plan;
    private final BoundedWindow window;
    private final Map<Object, Route> routes = new HashMap<>();

    Bundle(JoinPlan plan, BoundedWindow window) {
      this.plan = plan;
      this.window = window;
      for (JoinPlan.Grid grid : plan.grids()) {
        routes.put(identity(grid.key().decode(coder.getKeyCoder())), new Route(grid));
      }
    }

    JoinPlan plan() {
      return plan;
    }

    void send(
        KV<K, V> element, Instant timestamp, Consumer<KV<KV<K, Integer>, RawUnionValue>> out) {
      K key = element.getKey();
      V value = element.getValue();
      Route route = routes.isEmpty() ? null : routes.get(identity(key));
      if (route == null) {
        out.accept(KV.of(KV.of(key, 0), side.value(value)));
        return;
      }
      JoinPlan.Grid grid = route.grid;
      int piece = route.pieces.next(element, coder, timestamp, window);
      for (int copy = 0; copy < side.copies(grid); copy++) {
        RawUnionValue copied = copy == 0 ? side.value(value) : side.copy(value);
        out.accept(KV.of(KV.of(key, side.salt(grid, piece, copy)), copied));
      }
      if (marks && !route.seen) {
        // The first piece's cells give out the other side's unmatched, and must hear of this one.
        for (int copy = 0; piece > 0 && copy < side.copies(grid); copy++) {
          out.accept(KV.of(KV.of(key, side.salt(grid, 0, copy)), side.mark()));
        }
        route.seen = true;
      }
    }
  }

  private final class Route {
    private final JoinPlan.Grid grid;
    private final Pieces pieces;
    private boolean seen;

    Route(JoinPlan.Grid grid) {
      this.grid = grid;
      this.pieces = new Pieces(side.pieces(grid));
    }
  }

  @Nullable Object identity(K key) {
    return coder.getKeyCoder().structuralValue(key);
  }
}
