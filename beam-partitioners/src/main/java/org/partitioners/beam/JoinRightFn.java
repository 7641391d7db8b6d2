package org.partitioners.beam;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Sends right records to their cells. If they are broadcast they go to the view instead, and to a
 * cell only if that must give out those that no left record has come upon.
 */
final class JoinRightFn<K, R> extends DoFn<KV<K, R>, KV<KV<K, Integer>, RawUnionValue>> {
  private static final long serialVersionUID = 1;

  private final JoinRoutes<K, R> routes;
  private final PCollectionView<JoinPlan> plan;
  private final boolean keepsRight;
  private final TupleTag<KV<K, R>> small;
  private transient Map<BoundedWindow, JoinRoutes<K, R>.Bundle> parts = new HashMap<>();

  JoinRightFn(
      JoinRoutes<K, R> routes,
      PCollectionView<JoinPlan> plan,
      boolean keepsRight,
      TupleTag<KV<K, R>> small) {
    this.routes = routes;
    this.plan = plan;
    this.keepsRight = keepsRight;
    this.small = small;
  }

  @StartBundle
  public void start() {
    parts = new HashMap<>();
  }

  @ProcessElement
  public void process(ProcessContext context, BoundedWindow window) {
    JoinRoutes<K, R>.Bundle part =
        parts.computeIfAbsent(window, w -> routes.new Bundle(context.sideInput(plan), w));
    if (part.plan().broadcastRight()) {
      context.output(small, context.element());
      if (!keepsRight) {
        return;
      }
    }
    part.send(context.element(), context.timestamp(), context::output);
  }
}
