package org.partitioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionChange.Move;

class PartitionChangeTest {

  /** The whole numbers in [from..to). */
  private record Span(int from, int to) implements Region<Span> {
    @Override
    public @Nullable Span intersection(Span other) {
      int first = Math.max(from, other.from);
      int end = Math.min(to, other.to);
      return first < end ? new Span(first, end) : null;
    }

    @Override
    public int compareEnds(Span other) {
      return Integer.compare(to, other.to);
    }
  }

  /** A table: number i belongs to the partition at i. */
  private record Table(List<Integer> owners, String space)
      implements RegionPartitioner<Integer, Span> {

    static Table of(Integer... owners) {
      return new Table(List.of(owners), "numbers");
    }

    @Override
    public int partition(Integer key) {
      return owners.get(key);
    }

    @Override
    public int numPartitions() {
      return 100;
    }

    @Override
    public List<Assignment<Span>> regions() {
      List<Assignment<Span>> regions = new ArrayList<>();
      int from = 0;
      for (int i = 1; i <= owners.size(); i++) {
        if (i == owners.size() || !owners.get(i).equals(owners.get(from))) {
          regions.add(new Assignment<>(new Span(from, i), partitionName(owners.get(from))));
          from = i;
        }
      }
      return regions;
    }
  }

  @Test
  void listsWhatMovesFromWhereToWhere() {
    PartitionChange<Span> change =
        PartitionChange.between(Table.of(1, 1, 1, 2, 2, 2), Table.of(1, 3, 3, 3, 2, 1));

    assertThat(change.moves())
        .containsExactly(
            new Move<>(new Span(1, 3), "1", "3"),
            new Move<>(new Span(3, 4), "2", "3"),
            new Move<>(new Span(5, 6), "2", "1"));
    assertThat(change.total(span -> span.to - span.from)).isEqualTo(4);
    assertThat(change.among(Set.of("1", "2")).moves())
        .containsExactly(new Move<>(new Span(5, 6), "2", "1"));
    assertThat(change.isEmpty()).isFalse();
  }

  @Property
  void aKeyMovesIfAndOnlyIfItsRegionIsListed(
      @ForAll @Size(20) List<@IntRange(max = 3) Integer> before,
      @ForAll @Size(20) List<@IntRange(max = 3) Integer> after) {
    Table old = new Table(before, "numbers");
    Table young = new Table(after, "numbers");
    PartitionChange<Span> change = PartitionChange.between(old, young);

    List<Move<Integer>> ofKeys = new ArrayList<>();
    for (Move<Span> move : change.moves()) {
      for (int i = move.region().from; i < move.region().to; i++) {
        ofKeys.add(new Move<>(i, move.from(), move.to()));
      }
    }
    List<Integer> keys = IntStream.range(0, 20).boxed().toList();
    assertThat(ofKeys).isEqualTo(PartitionChange.between(old, young, keys).moves());
    for (int i = 1; i < change.moves().size(); i++) {
      Move<Span> left = change.moves().get(i - 1);
      Move<Span> right = change.moves().get(i);
      assertThat(
              left.region().to == right.region().from
                  && left.from().equals(right.from())
                  && left.to().equals(right.to()))
          .as("%s and %s are one", left, right)
          .isFalse();
    }
  }

  @Test
  void nothingMovesBetweenEquals() {
    assertThat(PartitionChange.between(Table.of(1, 2), Table.of(1, 2)).isEmpty()).isTrue();
  }

  @Test
  void refusesToCompareDifferentSpaces() {
    assertThatThrownBy(() -> PartitionChange.between(Table.of(1), new Table(List.of(1), "letters")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("after: divides letters but before divides numbers; compare them by keys");
  }
}
