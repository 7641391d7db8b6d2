package org.partitioners.beam;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sends left records to their cells, or joins them at once if the right side is broadcast. */
final class JoinLeftFn<K, L, R, O> extends DoFn<KV<K, L>, KV<KV<K, Integer>, RawUnionValue>> {
  private static final long serialVersionUID = 1;

  private final JoinRoutes<K, L> routes;
  private final PCollectionView<JoinPlan> plan;
  private final @Nullable PCollectionView<Map<K, Iterable<R>>> small;
  private final JoinShape<L, R, O> shape;
  private final TupleTag<KV<K, O>> joined;
  private transient Map<BoundedWindow, Part> parts = new HashMap<>();

  /** What of a bundle lies in one window. */
  private final class Part {
    private final JoinRoutes<K, L>.Bundle bundle;
    private final @Nullable Map<K, Iterable<R>> broadcast;
    private final Set<@Nullable Object> marked = new HashSet<>();

    Part(ProcessContext context, BoundedWindow window) {
      this.bundle = routes.new Bundle(context.sideInput(plan), window);
      this.broadcast =
          small != null && bundle.plan().broadcastRight() ? context.sideInput(small) : null;
    }
  }

  JoinLeftFn(
      JoinRoutes<K, L> routes,
      PCollectionView<JoinPlan> plan,
      @Nullable PCollectionView<Map<K, Iterable<R>>> small,
      JoinShape<L, R, O> shape,
      TupleTag<KV<K, O>> joined) {
    this.routes = routes;
    this.plan = plan;
    this.small = small;
    this.shape = shape;
    this.joined = joined;
  }

  @StartBundle
  public void start() {
    parts = new HashMap<>();
  }

  @ProcessElement
  public void process(ProcessContext context, BoundedWindow window) {
    Part part = parts.computeIfAbsent(window, w -> new Part(context, w));
    if (part.broadcast == null) {
      part.bundle.send(context.element(), context.timestamp(), context::output);
    } else {
      joinAtOnce(context, window, part.broadcast, part.marked);
    }
  }

  /** With the timestamps that rows have that went through a grouping. */
  private void joinAtOnce(
      ProcessContext context,
      BoundedWindow window,
      Map<K, Iterable<R>> broadcast,
      Set<@Nullable Object> marked) {
    Instant end = window.maxTimestamp();
    K key = context.element().getKey();
    L value = context.element().getValue();
    Iterable<R> matches = broadcast.get(key);
    if (matches != null) {
      for (R match : matches) {
        context.outputWithTimestamp(joined, KV.of(key, shape.both().apply(value, match)), end);
      }
      if (shape.keepsRight() && marked.add(routes.identity(key))) {
        context.output(KV.of(KV.of(key, 0), JoinSide.LEFT.mark()));
      }
    } else if (shape.leftOnly() != null) {
      context.outputWithTimestamp(joined, KV.of(key, shape.leftOnly().apply(value)), end);
    }
  }
}
