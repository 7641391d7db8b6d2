package org.partitioners;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What moves when one partitioner takes another's place: which region, or key, from which partition
 * to which. Partitions are told apart by {@linkplain KeyPartitioner#partitionName name}, for their
 * numbers may shift when one of them goes. Replicas are not looked at: those that a node holds
 * beside what it is the first for move too.
 *
 * @param <R> what moves: regions of the space, or keys
 * @param moves all that moves, in the order of the regions or keys; nothing else does
 */
public record PartitionChange<R>(List<Move<R>> moves) {

  /**
   * One region or key that changes partition.
   *
   * @param region what moves
   * @param from the name of the partition it leaves
   * @param to the name of the partition it goes to, another
   */
  public record Move<R>(R region, String from, String to) {}

  /** Copies the list. */
  public PartitionChange {
    moves = List.copyOf(moves);
  }

  /**
   * What moves, exactly: a key moves if and only if one of the regions holds it. No region listed
   * can be extended or joined with another. Takes time linear in the regions of both.
   *
   * @throws IllegalArgumentException if they divide different spaces
   */
  public static <K, R extends Region<R>> PartitionChange<R> between(
      RegionPartitioner<K, R> before, RegionPartitioner<K, R> after) {
    requireNonNull(after, "after");
    if (!before.space().equals(after.space())) {
      throw new IllegalArgumentException(
          "after: divides "
              + after.space()
              + " but before divides "
              + before.space()
              + "; compare them by keys");
    }
    List<RegionPartitioner.Assignment<R>> olds = before.regions();
    List<RegionPartitioner.Assignment<R>> news = after.regions();
    List<Move<R>> moves = new ArrayList<>();
    int o = 0;
    int n = 0;
    while (o < olds.size() && n < news.size()) {
      RegionPartitioner.Assignment<R> from = olds.get(o);
      RegionPartitioner.Assignment<R> to = news.get(n);
      R common = from.region().intersection(to.region());
      if (common != null && !from.partition().equals(to.partition())) {
        moves.add(new Move<>(common, from.partition(), to.partition()));
      }
      int ends = from.region().compareEnds(to.region());
      if (ends <= 0) {
        o++;
      }
      if (ends >= 0) {
        n++;
      }
    }
    return new PartitionChange<>(moves);
  }

  /**
   * Which of the given keys move, repetitions included: for any two partitioners that both place
   * all of them.
   */
  public static <K> PartitionChange<K> between(
      KeyPartitioner<? super K> before,
      KeyPartitioner<? super K> after,
      Iterable<? extends K> keys) {
    requireNonNull(after, "after");
    List<Move<K>> moves = new ArrayList<>();
    for (K key : requireNonNull(keys, "keys")) {
      String from = before.partitionName(before.partition(key));
      String to = after.partitionName(after.partition(key));
      if (!from.equals(to)) {
        moves.add(new Move<>(key, from, to));
      }
    }
    return new PartitionChange<>(moves);
  }

  /** Whether nothing moves. */
  public boolean isEmpty() {
    return moves.isEmpty();
  }

  /**
   * How much moves: the sum of the sizes of all that does.
   *
   * @param size the size of a region: its share of the hash space, its records, …
   */
  public double total(ToDoubleFunction<? super R> size) {
    double total = 0;
    for (Move<R> move : moves) {
      total += size.applyAsDouble(move.region());
    }
    return total;
  }

  /**
   * The moves between two of the given partitions. For those that are there before and after, with
   * unchanged weight, these moves are gratuitous: a consistent partitioner makes none.
   */
  public PartitionChange<R> among(Set<String> partitions) {
    return new PartitionChange<>(
        moves.stream()
            .filter(move -> partitions.contains(move.from()) && partitions.contains(move.to()))
            .toList());
  }
}
