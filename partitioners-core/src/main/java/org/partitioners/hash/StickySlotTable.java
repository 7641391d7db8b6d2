package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.partitioners.Description;

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

  /** As it was described, at version 0. */
  static <K> StickySlotTable<K> first(Nodes nodes, Description description, KeyHasher<K> hasher) {
    if (description.integer("version") != 0) {
      throw new IllegalArgumentException(
          "sticky-slots: version " + description.integer("version") + " without owners");
    }
    return new StickySlotTable<>(nodes, description.number("cap"), hasher);
  }

  /** As it was described, at a version from 1 on. */
  static <K> StickySlotTable<K> restored(
      Nodes nodes, Description description, KeyHasher<K> hasher) {
    double cap = description.number("cap");
    int version = description.integer("version");
    int[] owners = description.integers("owners");
    if (version < 1
        || owners.length != SLOTS
        || Arrays.stream(owners).anyMatch(owner -> owner < 0 || owner >= nodes.size())) {
      throw new IllegalArgumentException(
          "owners: not a table of "
              + SLOTS
              + " slots of "
              + nodes.size()
              + " nodes, at version "
              + version);
    }
    return new StickySlotTable<>(nodes, SlotShares.checkCap(cap), hasher, version, chars(owners));
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

  /** With the table, from version 1 on. */
  @Override
  public Description description() {
    Description parameters =
        DescribedHash.of("sticky-slots", nodes, hasher).with("cap", cap).with("version", version);
    return history == null
        ? parameters
        : parameters.with(
            "owners", IntStream.range(0, SLOTS).mapToObj(slot -> (long) history[slot]).toList());
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
