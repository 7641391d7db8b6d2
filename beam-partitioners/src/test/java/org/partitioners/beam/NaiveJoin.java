package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/** Joins by a loop in a loop; a row is "key: left right", with a dash for what is not there. */
final class NaiveJoin {
  private NaiveJoin() {}

  static <K, L, R> List<String> rows(
      List<KV<K, L>> left, List<KV<K, R>> right, JoinShape<L, R, ?> shape) {
    List<String> rows = new ArrayList<>();
    for (KV<K, L> l : left) {
      boolean matched = false;
      for (KV<K, R> r : right) {
        if (l.getKey().equals(r.getKey())) {
          rows.add(row(l.getKey(), KV.of(l.getValue(), r.getValue())));
          matched = true;
        }
      }
      if (!matched && shape.keepsLeft()) {
        rows.add(row(l.getKey(), KV.of(l.getValue(), Optional.empty())));
      }
    }
    for (KV<K, R> r : right) {
      if (shape.keepsRight() && left.stream().noneMatch(l -> l.getKey().equals(r.getKey()))) {
        rows.add(row(r.getKey(), KV.of(Optional.empty(), r.getValue())));
      }
    }
    return rows;
  }

  /** Asserts, when the pipeline runs, that a collection has these rows. */
  static <K, L, R, O extends KV<?, ?>> void assertRows(
      PCollection<KV<K, O>> joined,
      List<KV<K, L>> left,
      List<KV<K, R>> right,
      JoinShape<L, R, O> shape) {
    List<String> expected = rows(left, right, shape).stream().sorted().toList();
    PAssert.that(joined.apply(shape.name() + " rows", ParDo.of(new RowFn<K, O>())))
        .satisfies(
            found -> {
              List<String> sorted = new ArrayList<>();
              found.forEach(sorted::add);
              sorted.sort(null);
              assertThat(sorted).isEqualTo(expected);
              return null;
            });
  }

  static String row(Object key, KV<?, ?> pair) {
    return key + ": " + value(pair.getKey()) + " " + value(pair.getValue());
  }

  private static String value(Object value) {
    return value instanceof Optional<?> optional
        ? optional.map(Object::toString).orElse("-")
        : value.toString();
  }

  /** Rows as text. */
  static final class RowFn<K, O extends KV<?, ?>> extends DoFn<KV<K, O>, String> {
    @ProcessElement
    public void write(@Element KV<K, O> row, OutputReceiver<String> out) {
      out.output(NaiveJoin.row(row.getKey(), row.getValue()));
    }
  }
}
