package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The slot table that starts from the one before. */
final class StickySlotTable<K> extends ArraySlotTable<K> {
  private static final long serialVersionUID = 1;

  private final int version;

  /** The table, for serialization; null in version 0, which the nodes determine. */
  private final char @Nullable [] history;

  /** The first version. */
  StickySlotTable(Nodes nodes, double cap, KeyHasher<K> hasher) {
    super(nodes, cap, hasher);
    this.version = 0;
    this.history = null;
  }

  /** A later version. */
  private StickySlotTable(
      Nodes nodes, double cap, KeyHasher<K> hasher, int version, char[] history) {
    super(nodes, cap, hasher, history);
    this.version = version;
    this.history = history;
  }

  private Object readResolve() {
    return history == null
        ? new StickySlotTable<>(nodes, cap, hasher)
        : new StickySlotTable<>(nodes, cap, hasher, version, history);
  }

  @Override
  public SlotTable<K> withNodes(Nodes newNodes) {
    if (requireNonNull(newNodes, "nodes").equals(nodes)) {
      return this;
    }
    char[] next = new StickyChange(nodes, newNodes, cap, owners()).owners();
    return new StickySlotTable<>(newNodes, cap, hasher, version + 1, next);
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public String fingerprint() {
    String table =
        history == null
            ? ""
            : String.format(
                Locale.ROOT,
                "#%016x",
                Hashing.xxh3_64().hashStream().putCharArray(history).getAsLong());
    return "sticky-slots("
        + nodes.fingerprint()
        + ", cap "
        + cap
        + ", version "
        + version
        + table
        + ")/"
        + hasher.fingerprint();
  }
}
