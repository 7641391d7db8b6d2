package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.PartitionChange;

class MaglevPartitionerTest extends TablePartitionerContractTest {

  @Override
  ArcPartitioner<String> partitioner(Nodes nodes, KeyHasher<String> hasher) {
    return HashPartitioners.maglev(nodes, hasher);
  }

  /** What the paper accepts; half a percent of the keys at 64 nodes, more of a few. */
  @Override
  double gratuitousMovement() {
    return 0.02;
  }

  @Override
  boolean secondTakesOver() {
    return false;
  }

  private ArcPartitioner<String> maglev(Nodes nodes) {
    return partitioner(nodes, KeyHashers.strings());
  }

  private static double gratuitous(ArcPartitioner<String> before, ArcPartitioner<String> after) {
    Set<String> stay =
        before.nodes().list().stream()
            .filter(node -> after.nodes().list().contains(node))
            .map(Node::name)
            .collect(Collectors.toCollection(HashSet::new));
    PartitionChange<HashArc> change = PartitionChange.between(before, after);
    return change.among(stay).total(HashArc::share);
  }

  /** Exact, as a table is: no sampling of keys. */
  @Test
  void movesAsMuchAsThePaperAcceptsAt64Nodes() {
    ArcPartitioner<String> maglev = maglev(numbered(64));
    double added = gratuitous(maglev, maglev(numbered(65)));
    double removed = gratuitous(maglev, maglev(numbered(64).without("node-20")));

    assertThat(added).isBetween(0.001, 0.006);
    assertThat(removed).isBetween(0.001, 0.006);
  }

  /** The listing of the paper's section 3.4, with the whole permutations it speaks of. */
  private static String[] paper(List<String> names, int size) {
    int[][] permutations = new int[names.size()][size];
    for (int i = 0; i < permutations.length; i++) {
      long bits = Hashing.xxh3_64().hashCharsToLong(names.get(i));
      long offset = ((bits >>> 32) * size) >>> 32;
      long skip = (((bits & 0xFFFF_FFFFL) * (size - 1)) >>> 32) + 1;
      for (int j = 0; j < size; j++) {
        permutations[i][j] = (int) ((offset + j * skip) % size);
      }
    }
    int[] next = new int[permutations.length];
    String[] entry = new String[size];
    for (int n = 0; ; ) {
      for (int i = 0; i < permutations.length; i++) {
        int c = permutations[i][next[i]];
        while (entry[c] != null) {
          next[i]++;
          c = permutations[i][next[i]];
        }
        entry[c] = names.get(i);
        next[i]++;
        n++;
        if (n == size) {
          return entry;
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void agreesWithThePaper(int size) {
    Nodes nodes = numbered(size);
    List<String> names =
        nodes.list().stream().map(Node::name).sorted(Comparator.naturalOrder()).toList();
    String[] expected = paper(names, 65537);
    ArcPartitioner<String> maglev = maglev(nodes);
    for (long entry = 0; entry < 65537; entry++) {
      long middle = (long) ((entry + 0.5) / 65537 * 0x1p32) << 32;
      assertThat(maglev.partitionName(maglev.partitionOf(middle))).isEqualTo(expected[(int) entry]);
    }
  }

  @Test
  void entriesAreInProportionToWeights() {
    double[] weights = {1, 2.5, 7, 1, 0.125, 40, 3, 3, 3, 0.001};
    Nodes nodes = numbered(weights.length);
    for (int i = 0; i < weights.length; i++) {
      nodes = nodes.with(nodes.node(i).withWeight(weights[i]));
    }
    double[] shares = shares(maglev(nodes));
    double total = Arrays.stream(weights).sum();
    for (int i = 0; i < weights.length; i++) {
      // To an entry, and what all lack by rounding, which is shared by weight.
      double tolerance = (1 + weights.length * weights[i] / total) / 65537;
      assertThat(Math.abs(shares[i] - weights[i] / total)).isLessThan(tolerance);
    }
  }

  @Test
  void tablesArePrimeAndLargeEnough() {
    for (int nodes : new int[] {1, 64, 655, 656, 4096, 65536}) {
      int entries = MaglevTable.entries(nodes);

      assertThat(BigInteger.valueOf(entries).isProbablePrime(50)).isTrue();
      assertThat(entries).isGreaterThan(100 * nodes).isGreaterThanOrEqualTo(65537);
      assertThat(entries).isLessThan(Math.max(65538, 100 * nodes + 200));
    }
  }
}
