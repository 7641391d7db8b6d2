package org.partitioners.beam;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.SharedRanges;

/**
 * Writes {@link SharedRanges} as the number of partitions and, for each cut, its key by a coder of
 * keys, its first partition, and the shares of a key that several have. The order is the coder's,
 * not the data's. Deterministic if the coder of keys is.
 *
 * @param <K> the type of key
 */
public final class SharedRangesCoder<K> extends StructuredCoder<SharedRanges<K>> {
  private static final long serialVersionUID = 1;
  private static final ListCoder<Double> SHARES = ListCoder.of(DoubleCoder.of());

  private final Coder<K> keyCoder;
  private final Comparator<? super K> order;

  private SharedRangesCoder(Coder<K> keyCoder, Comparator<? super K> order) {
    this.keyCoder = requireNonNull(keyCoder, "keyCoder");
    this.order = requireNonNull(order, "order");
  }

  /**
   * A coder of ranges.
   *
   * @param order the order that all ranges have; serializable
   */
  public static <K> SharedRangesCoder<K> of(Coder<K> keyCoder, Comparator<? super K> order) {
    return new SharedRangesCoder<>(keyCoder, order);
  }

  @Override
  public void encode(SharedRanges<K> ranges, OutputStream out) throws IOException {
    VarIntCoder ints = VarIntCoder.of();
    List<SharedRanges.Cut<K>> cuts = ranges.cuts();
    ints.encode(ranges.numPartitions(), out);
    ints.encode(ranges.start(), out);
    ints.encode(cuts.size(), out);
    for (SharedRanges.Cut<K> cut : cuts) {
      keyCoder.encode(cut.key(), out);
      ints.encode(cut.first(), out);
      // The last share is what the others leave.
      SHARES.encode(cut.shares().subList(0, cut.shares().size() - 1), out);
    }
  }

  @Override
  public SharedRanges<K> decode(InputStream in) throws IOException {
    VarIntCoder ints = VarIntCoder.of();
    int numPartitions = ints.decode(in);
    int start = ints.decode(in);
    List<SharedRanges.Cut<K>> cuts = new ArrayList<>();
    for (int left = ints.decode(in); left > 0; left--) {
      K key = keyCoder.decode(in);
      int first = ints.decode(in);
      List<Double> shares = new ArrayList<>(SHARES.decode(in));
      shares.add(1 - shares.stream().mapToDouble(share -> share).sum());
      cuts.add(new SharedRanges.Cut<>(key, first, shares));
    }
    return SharedRanges.of(numPartitions, start, cuts, order);
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(keyCoder);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    verifyDeterministic(this, "The coder of keys must be deterministic", keyCoder);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharedRangesCoder<?> that
        && keyCoder.equals(that.keyCoder)
        && order.equals(that.order);
  }

  @Override
  public int hashCode() {
    return Objects.hash(keyCoder, SharedRangesCoder.class);
  }
}
