package org.partitioners.beam;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Joins what has come to a cell. It goes through the group once, as some runners let it; in memory
 * it keeps so many values of each side, and on disk what is beyond.
 */
final class JoinCellFn<K, L, R, O>
    extends DoFn<KV<KV<K, Integer>, Iterable<RawUnionValue>>, KV<K, O>> {
  private static final long serialVersionUID = 1;

  private final JoinShape<L, R, O> shape;
  private final Coder<L> leftCoder;
  private final Coder<R> rightCoder;
  private final int maxValues;
  private final Counter spilled = Metrics.counter(SkewedJoin.class, SkewedJoin.SPILLED);

  JoinCellFn(JoinShape<L, R, O> shape, Coder<L> leftCoder, Coder<R> rightCoder, int maxValues) {
    this.shape = shape;
    this.leftCoder = leftCoder;
    this.rightCoder = rightCoder;
    this.maxValues = maxValues;
  }

  /** What a cell knows of one side. */
  private static final class Half<V> implements AutoCloseable {
    private final JoinSide side;
    private final SpillingValues<V> values;
    private boolean present;
    private boolean copies;

    Half(JoinSide side, int limit, Coder<V> coder) {
      this.side = side;
      this.values = new SpillingValues<>(limit, coder);
    }

    void add(RawUnionValue element) throws IOException {
      present = true;
      copies |= side.isCopy(element);
      if (!side.isMark(element)) {
        @SuppressWarnings("unchecked") // by its tag
        V value = (V) element.getValue();
        values.add(value);
      }
    }

    /** Whether this cell is to give out this side's values in case the other has none. */
    boolean isFirst() {
      return !copies;
    }

    @Override
    public void close() throws IOException {
      values.close();
    }
  }

  @ProcessElement
  public void join(
      @Element KV<KV<K, Integer>, Iterable<RawUnionValue>> cell, OutputReceiver<KV<K, O>> out)
      throws IOException {
    K key = cell.getKey().getKey();
    join(cell.getValue(), row -> out.output(KV.of(key, row)));
  }

  void join(Iterable<RawUnionValue> cell, Consumer<O> rows) throws IOException {
    try (Half<L> left = new Half<>(JoinSide.LEFT, maxValues, leftCoder);
        Half<R> right = new Half<>(JoinSide.RIGHT, maxValues, rightCoder)) {
      for (RawUnionValue element : cell) {
        if (JoinSide.LEFT.owns(element)) {
          left.add(element);
        } else {
          right.add(element);
        }
      }
      if (left.present && right.present) {
        giveOutPairs(left.values, right.values, rows);
      } else if (left.present) {
        giveOutUnmatched(left, shape.leftOnly(), rows);
      } else {
        giveOutUnmatched(right, shape.rightOnly(), rows);
      }
      spilled.inc(left.values.spilled() + right.values.spilled());
    }
  }

  private static <V, O> void giveOutUnmatched(
      Half<V> half, @Nullable SerializableFunction<V, O> row, Consumer<O> rows) throws IOException {
    if (row != null && half.isFirst()) {
      half.values.forEach(value -> rows.accept(row.apply(value)));
    }
  }

  private void giveOutPairs(SpillingValues<L> left, SpillingValues<R> right, Consumer<O> rows)
      throws IOException {
    right.forEachBlock(
        block ->
            left.forEach(
                leftValue -> {
                  for (R rightValue : block) {
                    rows.accept(shape.both().apply(leftValue, rightValue));
                  }
                }));
  }
}
