package org.partitioners.beam;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.StringSet;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;

/** Chooses the salts of a plan's cells, and shows the plan in metrics. */
final class JoinPlacingFn<K> extends DoFn<JoinPlan, JoinPlan> {
  private static final long serialVersionUID = 1;

  /** Metrics travel; a plan of very many keys would not be read anyway. */
  private static final int MAX_SHOWN = 100;

  private static final int MAX_KEY_LENGTH = 100;

  private final Coder<K> keyCoder;
  private final Coder<BoundedWindow> windowCoder;
  private final Placement placement;
  private final Counter broadcasts = Metrics.counter(SkewedJoin.class, SkewedJoin.BROADCASTS);
  private final Distribution splitKeys =
      Metrics.distribution(SkewedJoin.class, SkewedJoin.SPLIT_KEYS);
  private final Distribution cells = Metrics.distribution(SkewedJoin.class, SkewedJoin.CELLS);
  private final Distribution leftCopies =
      Metrics.distribution(SkewedJoin.class, SkewedJoin.LEFT_COPIES);
  private final Distribution rightCopies =
      Metrics.distribution(SkewedJoin.class, SkewedJoin.RIGHT_COPIES);
  private final StringSet grids = Metrics.stringSet(SkewedJoin.class, SkewedJoin.GRIDS);

  JoinPlacingFn(Coder<K> keyCoder, Coder<BoundedWindow> windowCoder, Placement placement) {
    this.keyCoder = keyCoder;
    this.windowCoder = windowCoder;
    this.placement = placement;
  }

  @ProcessElement
  public void place(@Element JoinPlan plan, BoundedWindow window, OutputReceiver<JoinPlan> out) {
    List<JoinPlan.Grid> placed = new ArrayList<>();
    for (JoinPlan.Grid grid : plan.grids()) {
      K key = grid.key().decode(keyCoder);
      placed.add(
          new JoinPlan.Grid(grid.key(), grid.left(), grid.right(), salts(grid, key, window)));
      show(grid, key, placed.size());
    }
    if (plan.broadcastRight()) {
      broadcasts.inc();
    }
    splitKeys.update(placed.size());
    out.output(new JoinPlan(plan.broadcastRight(), placed));
  }

  /**
   * The cells that are left over after whole rounds begin elsewhere in every window, lest they fall
   * on the same places in all of them.
   */
  List<Integer> salts(JoinPlan.Grid grid, K key, BoundedWindow window) {
    KvCoder<K, Integer> cellCoder = KvCoder.of(keyCoder, VarIntCoder.of());
    return placement.salts(
        grid.cells(),
        EncodedKey.of(KV.of(key, window), KvCoder.of(keyCoder, windowCoder)).hash(),
        salt -> EncodedKey.of(KV.of(key, salt), cellCoder).bytes(),
        EncodedKey.of(window, windowCoder).bytes());
  }

  private void show(JoinPlan.Grid grid, K key, int shown) {
    cells.update(grid.cells());
    leftCopies.update(grid.right());
    rightCopies.update(grid.left());
    if (shown <= MAX_SHOWN) {
      String name = String.valueOf(key);
      grids.add(
          grid.left()
              + "x"
              + grid.right()
              + " "
              + name.substring(0, Math.min(MAX_KEY_LENGTH, name.length())));
    }
  }
}
