package org.partitioners.benchmarks.contenders;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import com.google.common.hash.HashFunction;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;
import java.util.function.ToIntFunction;
import org.partitioners.hash.Nodes;

/** What one writes without a library, each in the form most often met. */
final class Textbook {
  static final int VIRTUAL_NODES = 256;

  private static final Hasher64 XXH3 = Hashing.xxh3_64();
  private static final HashFunction MURMUR3 = com.google.common.hash.Hashing.murmur3_32_fixed();

  private Textbook() {}

  /** A ring in a tree map: the first point at or after the hash, or else the first of all. */
  static LongToIntFunction treeMapRing(Nodes nodes) {
    TreeMap<Long, Integer> ring = new TreeMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (int v = 0; v < VIRTUAL_NODES; v++) {
        ring.put(point(nodes, i, v), i);
      }
    }
    return hash -> following(ring, hash);
  }

  /** The same over {@link String#hashCode()}, of nodes and keys alike. */
  static ToIntFunction<String> hashCodeRing(Nodes nodes) {
    TreeMap<Integer, Integer> ring = new TreeMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (int v = 0; v < VIRTUAL_NODES; v++) {
        ring.put((nodes.node(i).name() + "#" + v).hashCode(), i);
      }
    }
    return key -> following(ring, key.hashCode());
  }

  private static <P> int following(NavigableMap<P, Integer> ring, P point) {
    Map.Entry<P, Integer> entry = ring.ceilingEntry(point);
    return entry == null ? ring.firstEntry().getValue() : entry.getValue();
  }

  /** A ring in a sorted array, by binary search. */
  static LongToIntFunction sortedArrayRing(Nodes nodes) {
    TreeMap<Long, Integer> ring = new TreeMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (int v = 0; v < VIRTUAL_NODES; v++) {
        ring.put(point(nodes, i, v), i);
      }
    }
    long[] points = ring.keySet().stream().mapToLong(Long::longValue).toArray();
    int[] owners = ring.values().stream().mapToInt(Integer::intValue).toArray();
    return hash -> {
      int found = Arrays.binarySearch(points, hash);
      int following = found < 0 ? -found - 1 : found;
      return owners[following == points.length ? 0 : following];
    };
  }

  private static long point(Nodes nodes, int node, int virtual) {
    return XXH3.hashCharsToLong(nodes.node(node).name() + "#" + virtual);
  }

  /** Rendezvous hashing: the node whose name, formatted together with the key, hashes highest. */
  static ToIntFunction<String> formattedRendezvous(Nodes nodes) {
    return key -> {
      int best = 0;
      int highest = Integer.MIN_VALUE;
      for (int i = 0; i < nodes.size(); i++) {
        String both = String.format("%s-%s", nodes.node(i).name(), key);
        int score = MURMUR3.hashUnencodedChars(both).asInt();
        if (score > highest) {
          highest = score;
          best = i;
        }
      }
      return best;
    };
  }

  /** Rendezvous hashing: the node whose hash, mixed with the key's, is highest. */
  static LongToIntFunction mixedRendezvous(Nodes nodes) {
    long[] seeds = seeds(nodes);
    return hash -> {
      int best = 0;
      long highest = Long.MIN_VALUE;
      for (int i = 0; i < seeds.length; i++) {
        long score = mixed(hash ^ seeds[i]);
        if (score > highest) {
          highest = score;
          best = i;
        }
      }
      return best;
    };
  }

  /** Weighted rendezvous hashing with a logarithm per node: the highest −w/ln u wins. */
  static LongToIntFunction logarithmicRendezvous(Nodes nodes) {
    long[] seeds = seeds(nodes);
    double[] weights = nodes.list().stream().mapToDouble(node -> node.weight()).toArray();
    return hash -> {
      int best = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < seeds.length; i++) {
        double score = -weights[i] / Math.log(uniform(hash ^ seeds[i]));
        if (score > highest) {
          highest = score;
          best = i;
        }
      }
      return best;
    };
  }

  private static long[] seeds(Nodes nodes) {
    return nodes.list().stream().mapToLong(node -> XXH3.hashCharsToLong(node.name())).toArray();
  }

  /** In (0, 1): the 53 leading bits of the number, mixed. */
  private static double uniform(long bits) {
    return ((mixed(bits) >>> 11) + 0.5) * 0x1p-53;
  }

  /** SplitMix64's output function. */
  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
