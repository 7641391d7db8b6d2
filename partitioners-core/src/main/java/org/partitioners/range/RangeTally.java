package org.partitioners.range;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A count of records and a sample of their keys, which can be split and merged with the range they
 * are of.
 *
 * <p>The sample holds each record with the same probability, 2^-level: those whose random ticket
 * has that many leading zeros. When it is full the level rises. Not thread-safe.
 */
final class RangeTally<K> implements Serializable {
  private static final long serialVersionUID = 1;

  /** Places a median within about 1/√512 = 4 % of the records, for at least half are taken. */
  static final int CAPACITY = 1024;

  private static final int FIRST_CAPACITY = 16;

  private long count;
  private int level;
  private Object[] keys = new Object[FIRST_CAPACITY];
  private long[] tickets = new long[FIRST_CAPACITY];
  private int size;

  /** A cut of a sample: at which key, and which share of the sample is left of it. */
  record Cut<K>(K at, double share) {}

  /** The key that occurs most often, and its share. */
  record Heaviest<K>(K key, double share) implements Serializable {}

  long count() {
    return count;
  }

  /** Takes a record with 64 random bits. */
  void add(K key, long ticket) {
    count++;
    if (Long.numberOfLeadingZeros(ticket) >= level) {
      put(key, ticket);
    }
  }

  private void put(Object key, long ticket) {
    if (size == keys.length) {
      if (size == CAPACITY) {
        raise(level + 1);
        if (Long.numberOfLeadingZeros(ticket) < level) {
          return;
        }
      } else {
        keys = Arrays.copyOf(keys, 2 * size);
        tickets = Arrays.copyOf(tickets, 2 * size);
      }
    }
    keys[size] = key;
    tickets[size] = ticket;
    size++;
  }

  /** Raises the level to this, and on until there is room. */
  private void raise(int toLevel) {
    level = toLevel;
    do {
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (Long.numberOfLeadingZeros(tickets[i]) >= level) {
          keys[kept] = keys[i];
          tickets[kept] = tickets[i];
          kept++;
        }
      }
      Arrays.fill(keys, kept, size, null);
      size = kept;
      if (size == CAPACITY) {
        level++;
      }
    } while (size == CAPACITY);
  }

  /** Takes all of another, which must not be used any more. */
  void addAll(RangeTally<K> other) {
    count += other.count;
    if (other.level > level) {
      raise(other.level);
    }
    for (int i = 0; i < other.size; i++) {
      if (Long.numberOfLeadingZeros(other.tickets[i]) >= level) {
        put(other.keys[i], other.tickets[i]);
      }
    }
  }

  /**
   * Moves what is right of a cut to a tally of its own. The counts add up to what there was, in the
   * sample's proportion; without a sample, half.
   */
  RangeTally<K> splitOff(K at, RangeBoundaries<K> boundaries) {
    RangeTally<K> right = new RangeTally<>();
    right.level = level;
    int least = boundaries.inclusive() == Inclusive.LOWER ? 0 : 1;
    int kept = 0;
    int all = size;
    for (int i = 0; i < all; i++) {
      Object key = keys[i];
      long ticket = tickets[i];
      if (boundaries.order().compare(key(i), at) >= least) {
        right.put(key, ticket);
      } else {
        keys[kept] = key;
        tickets[kept] = ticket;
        kept++;
      }
    }
    Arrays.fill(keys, kept, size, null);
    size = kept;
    right.count = all == 0 ? count / 2 : Math.round((double) count * (all - kept) / all);
    count -= right.count;
    return right;
  }

  /**
   * The most even cut between two different keys of one or two samples, of the records each stands
   * for; null if there are no two.
   */
  static <K> @Nullable Cut<K> cut(
      RangeTally<K> one, RangeTally<K> other, Comparator<? super K> order, Inclusive inclusive) {
    List<Entry<K>> sample = sorted(one, other, order);
    double total = total(sample);
    Cut<K> best = null;
    double left = 0;
    for (int i = 1; i < sample.size(); i++) {
      Entry<K> before = sample.get(i - 1);
      Entry<K> behind = sample.get(i);
      left += before.weight;
      if (order.compare(before.key, behind.key) < 0) {
        double share = left / total;
        if (best == null || Math.abs(share - 0.5) < Math.abs(best.share - 0.5)) {
          best = new Cut<>(inclusive == Inclusive.LOWER ? behind.key : before.key, share);
        }
      }
    }
    return best;
  }

  /** The heaviest key of one or two samples; null if they are empty. */
  static <K> @Nullable Heaviest<K> heaviest(
      RangeTally<K> one, RangeTally<K> other, Comparator<? super K> order) {
    List<Entry<K>> sample = sorted(one, other, order);
    double total = total(sample);
    Heaviest<K> best = null;
    double weight = 0;
    for (int i = 0; i < sample.size(); i++) {
      Entry<K> entry = sample.get(i);
      boolean same = i > 0 && order.compare(sample.get(i - 1).key, entry.key) == 0;
      weight = (same ? weight : 0) + entry.weight;
      if (best == null || weight / total > best.share) {
        best = new Heaviest<>(entry.key, weight / total);
      }
    }
    return best;
  }

  /** A sampled key, and how many records it stands for. */
  private record Entry<K>(K key, double weight) {}

  /** One or two samples, in order. */
  private static <K> List<Entry<K>> sorted(
      RangeTally<K> one, RangeTally<K> other, Comparator<? super K> order) {
    List<Entry<K>> entries = new ArrayList<>(one.size + other.size);
    one.addTo(entries);
    if (other != one) {
      other.addTo(entries);
    }
    entries.sort((a, b) -> order.compare(a.key, b.key));
    return entries;
  }

  private void addTo(List<Entry<K>> entries) {
    double weight = Math.scalb(1.0, level);
    for (int i = 0; i < size; i++) {
      entries.add(new Entry<>(key(i), weight));
    }
  }

  private static <K> double total(List<Entry<K>> entries) {
    double total = 0;
    for (Entry<K> entry : entries) {
      total += entry.weight;
    }
    return total;
  }

  @SuppressWarnings("unchecked")
  private K key(int i) {
    return (K) keys[i];
  }
}
