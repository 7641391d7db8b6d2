package org.partitioners.hash;

import org.partitioners.Description;
import org.partitioners.KeyPartitioner;

/**
 * Partitioners by hash.
 *
 * <table>
 *   <caption>n partitions, v virtual nodes each. Movement: keys that change place when a partition
 *   is added, where 1/(n+1) is the least possible.</caption>
 *   <tr><th></th><th>time</th><th>state</th><th>balance</th><th>movement</th></tr>
 *   <tr><td>{@link #modulo}</td><td>O(1)</td><td>none</td><td>even</td><td>n/(n+1): nearly all</td></tr>
 *   <tr><td>{@link #jump}</td><td>O(1) expected</td><td>none</td><td>even</td><td>least; only the
 *   last partition can be removed</td></tr>
 *   <tr><td>{@link #ring}</td><td>O(1) expected</td><td>20·n·v bytes</td><td>standard
 *   deviation 1/√v of the mean</td><td>least</td></tr>
 *   <tr><td>{@link #balancedRing}</td><td>O(1) expected</td><td>28·n·t bytes with t tokens
 *   each</td><td>exact when made; 1.03 to 1.06 times
 *   the mean as nodes come</td><td>least</td></tr>
 *   <tr><td>{@link #rendezvous}</td><td>O(n)</td><td>20·n bytes</td><td>even</td><td>least</td></tr>
 *   <tr><td>{@link #rendezvousTree}</td><td>O(log n) expected</td><td>130·n bytes</td><td>even</td>
 *   <td>2 to 4 times the least</td></tr>
 *   <tr><td>{@link #memento}</td><td>O(1) expected while few are missing</td><td>28 bytes a
 *   bucket</td><td>even</td><td>least; places depend on history</td></tr>
 *   <tr><td>{@link #slots}</td><td>one table read</td><td>128 KB + 36·n bytes</td><td>1.02 of the mean
 *   at most, or as told, in slots</td><td>least + 0.1 % of the keys, at n = 64</td></tr>
 *   <tr><td>{@link #stickySlots}</td><td>one table read</td><td>the same</td><td>the same</td>
 *   <td>least; places depend on history</td></tr>
 *   <tr><td>{@link #maglev}</td><td>one table read</td><td>128 KB or 200·n bytes</td><td>within one
 *   entry in 65537, or in 100·n</td><td>least + 0.5 % of the keys, at n = 64</td></tr>
 * </table>
 *
 * <p>"Even" means as even as throwing keys at random. The mapping of each is fixed: later versions
 * place every key alike. All keep the contract of {@link org.partitioners.KeyPartitioner}, allocate
 * nothing per call and serialize as their parameters alone, or with the history they depend on.
 */
public final class HashPartitioners {

  /** Virtual nodes per unit of weight of {@link #ring(Nodes, KeyHasher)}. */
  public static final int DEFAULT_VIRTUAL_NODES = 256;

  /** The largest number of virtual nodes per unit of weight. */
  public static final int MAX_VIRTUAL_NODES = 1 << 16;

  /** The most points a ring may have: 2²⁴, about a third of a gigabyte. */
  public static final int MAX_RING_POINTS = 1 << 24;

  private HashPartitioners() {}

  /**
   * The remainder of the unsigned hash divided by n: the baseline that others are compared with.
   * Perfectly even, O(1) and stateless, but any change of n moves nearly every key.
   *
   * @param numPartitions n, in [1..2³¹ − 1]
   * @throws IllegalArgumentException if n is out of range
   */
  public static <K> HashPartitioner<K> modulo(int numPartitions, KeyHasher<K> hasher) {
    return new ModuloPartitioner<>(numPartitions, hasher);
  }

  /**
   * JumpBackHash: the jump hash of Lamping and Veach, "A fast, minimal memory, consistent hash
   * algorithm" (2014, <a href="https://arxiv.org/abs/1406.2294">arXiv:1406.2294</a>) in the form of
   * Ertl, "JumpBackHash: say goodbye to the modulo operation to distribute keys uniformly to
   * buckets" (Software: Practice and Experience 2025, <a
   * href="https://doi.org/10.1002/spe.3385">doi:10.1002/spe.3385</a>), which takes constant
   * expected time whatever n; with SplitMix64 as its generator, from hash4j.
   *
   * <p>Stateless, even, and moves the fewest keys when n grows or shrinks; but partitions come and
   * go at the end only.
   *
   * @param numPartitions n, in [1..2³¹ − 1]
   * @throws IllegalArgumentException if n is out of range
   */
  public static <K> HashPartitioner<K> jump(int numPartitions, KeyHasher<K> hasher) {
    return new JumpPartitioner<>(numPartitions, hasher);
  }

  /**
   * A hash ring over numbered nodes with {@value #DEFAULT_VIRTUAL_NODES} virtual nodes each; see
   * {@link #ring(Nodes, int, KeyHasher)}.
   *
   * @param numPartitions n, in [1..65536]
   * @throws IllegalArgumentException if n is out of range
   */
  public static <K> ArcPartitioner<K> ring(int numPartitions, KeyHasher<K> hasher) {
    return ring(Nodes.numbered(numPartitions), hasher);
  }

  /**
   * A hash ring over numbered nodes; see {@link #ring(Nodes, int, KeyHasher)}.
   *
   * @param numPartitions n, in [1..65536]
   * @param virtualNodes v, in [1..65536], with n·v at most 2²⁴
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static <K> ArcPartitioner<K> ring(
      int numPartitions, int virtualNodes, KeyHasher<K> hasher) {
    return ring(Nodes.numbered(numPartitions), virtualNodes, hasher);
  }

  /**
   * A hash ring with {@value #DEFAULT_VIRTUAL_NODES} virtual nodes per unit of weight; see {@link
   * #ring(Nodes, int, KeyHasher)}.
   *
   * @throws IllegalArgumentException if the virtual nodes of all nodes are more than 2²⁴
   */
  public static <K> ArcPartitioner<K> ring(Nodes nodes, KeyHasher<K> hasher) {
    return ring(nodes, DEFAULT_VIRTUAL_NODES, hasher);
  }

  /**
   * Consistent hashing on a ring: Karger et al., "Consistent hashing and random trees" (STOC 1997,
   * <a href="https://doi.org/10.1145/258533.258660">doi:10.1145/258533.258660</a>). A node of
   * weight w owns v·w points (rounded, at least one) on the circle of hashes; a key goes to the
   * node of the first point at or after its hash, and its replicas to the distinct nodes met from
   * there on. When a node goes, the next one on each key's preference list takes over.
   *
   * <p>A node's points depend on its name alone. So a node that comes only takes keys, one that
   * goes only gives, another weight moves keys from or to that node alone, and it does not matter
   * in which order nodes came. Points have the upper 47 bits of hashes; of nodes with a point in
   * common the one whose name comes first gets its keys.
   *
   * <p>A look-up takes O(1) expected time, instead of a binary search's O(log(n·v)), and a list of
   * r replicas O(r²) for few. A point takes 20 bytes, a node of weight 1 with 256 virtual nodes 5.1
   * KB. Building takes O(n·v) time. The largest load is about 1.15 times the mean at v = 256 and n
   * = 64; more virtual nodes even it out at the price of memory, {@link #balancedRing} without it.
   *
   * @param virtualNodes v, per unit of weight, in [1..65536]
   * @throws IllegalArgumentException if v is out of range, or the virtual nodes of all nodes are
   *     more than 2²⁴
   */
  public static <K> ArcPartitioner<K> ring(Nodes nodes, int virtualNodes, KeyHasher<K> hasher) {
    return new RingPartitioner<>(new VirtualNodes(nodes, virtualNodes), hasher);
  }

  /**
   * A hash ring whose points are not drawn at random but chosen, so that nodes own the hashes in
   * proportion to their weights: with 16 points a node, which are called tokens, it is more even
   * than {@link #ring(Nodes, KeyHasher)} in less than a tenth of the memory. As Cassandra's token
   * allocation for one replica (<a
   * href="https://issues.apache.org/jira/browse/CASSANDRA-12777">CASSANDRA-12777</a>) it lets each
   * node that comes split what the most loaded hold.
   *
   * <p>Made for some nodes it is exact, and does not depend on the order of their list. A node of
   * weight w has t·w tokens (rounded, at least one). One that comes to others splits as many arcs,
   * of the nodes that own most for their weight, and brings these down to one level. One that goes
   * leaves its arcs to those that follow, different ones if there are enough. All other tokens stay
   * in place, so a node that comes only takes keys and one that goes only gives; another weight
   * adds, drops or moves that node's own tokens and moves keys from or to it alone.
   *
   * <p>The price is that places depend on the nodes that have come and gone, in their order: {@code
   * with} and {@code without} start from the tokens there are; serialization keeps them, the
   * fingerprint covers them, and making a partitioner afresh for the nodes of another chooses other
   * tokens than it has.
   *
   * <p>At t = 16 the most loaded of 64 nodes owns 1.000 times the mean when made and 1.046 times
   * when one of them has gone, 1.000 again when another has come in its place. As nodes come one by
   * one it is 1.03 times on average, at times 1.06; 1.12 when a node goes from a ring that has
   * grown so. Many nodes that go (1.47 when 64 of 128 have gone) or change weight leave more
   * unevenness, which nodes that come take away.
   *
   * <p>Look-ups are as those of {@code ring}; a token takes 28 bytes. Making takes O(n·t·log(n·t))
   * time, and so does a change by a node.
   *
   * @param tokensPerNode t, per unit of weight, in [1..65536]
   * @throws IllegalArgumentException if t is out of range, or the tokens of all nodes are more than
   *     2²⁴
   */
  public static <K> ArcPartitioner<K> balancedRing(
      Nodes nodes, int tokensPerNode, KeyHasher<K> hasher) {
    return new RingPartitioner<>(Tokens.of(nodes, tokensPerNode), hasher);
  }

  /**
   * Rendezvous hashing over nodes that are named by their numbers; see {@link #rendezvous(Nodes,
   * KeyHasher)}.
   *
   * @param numPartitions n, in [1..65536]
   * @throws IllegalArgumentException if n is out of range
   */
  public static <K> NodePartitioner<K> rendezvous(int numPartitions, KeyHasher<K> hasher) {
    return rendezvous(Nodes.numbered(numPartitions), hasher);
  }

  /**
   * Rendezvous or highest-random-weight hashing: Thaler and Ravishankar, "Using name-based mappings
   * to increase hit rates" (IEEE/ACM Transactions on Networking 6(1), 1998, <a
   * href="https://doi.org/10.1109/90.663936">doi:10.1109/90.663936</a>). Every node draws a score
   * from its name and the key's hash, and the highest wins. Weights are honoured by the logarithmic
   * method of Schindelhauer and Schomaker, "Weighted distributed hash tables" (SPAA 2005, <a
   * href="https://doi.org/10.1145/1073970.1074008">doi:10.1145/1073970.1074008</a>): with u the
   * score as a fraction between 0 and 1, the highest −w/ln u wins.
   *
   * <p>As even as drawing at random, with weights too, and with the least movement: a node that
   * comes only takes keys, one that goes leaves each key to the next on its preference list,
   * another weight moves keys from or to that node alone. Depends on names and weights alone. The
   * price is time linear in n, about a nanosecond a node: the choice for up to some tens of nodes.
   * With c distinct weights, c logarithms are approximated besides, at some nanoseconds each, and
   * only what is closer than the approximation is decided by {@link StrictMath}'s, so that the
   * winner is always the one that its logarithm gives. A preference list takes O(n + r·log r·log n)
   * time, expected, for r replicas.
   */
  public static <K> NodePartitioner<K> rendezvous(Nodes nodes, KeyHasher<K> hasher) {
    return new RendezvousPartitioner<>(nodes, hasher);
  }

  /**
   * Rendezvous hashing down a tree, for thousands of nodes: the hierarchy of Wang and Ravishankar,
   * "Hash-based virtual hierarchies for scalable location service in mobile ad-hoc networks"
   * (Mobile Networks and Applications 14(5), 2009, <a
   * href="https://doi.org/10.1007/s11036-008-0144-3">doi:10.1007/s11036-008-0144-3</a>), with up to
   * eight children a branch. Unlike theirs the tree is made by the nodes' names, a trie of their
   * hashes' digits, and each branch honours the weight of all nodes below it.
   *
   * <p>So it is as even as {@link #rendezvous(Nodes, KeyHasher)}, with weights too, and depends on
   * names and weights alone; a look-up takes O(log n) expected time, about 60 ns at n = 64, where
   * {@code rendezvous} is as fast, and 120 ns at n = 4096. The price is movement: with a node, the
   * branches above it change in weight, and of what moves towards it or from it at each of them the
   * part that belongs to its siblings moves between nodes that stay. A key on a node that gets
   * heavier stays, but otherwise about log₈ n times as many keys move as must: 2.1 times at n = 64,
   * 3.8 times (0.09 % of all keys) at n = 4096. At n = 64 {@link #slots(Nodes, KeyHasher)} moves
   * less, {@link #memento} always does, and both are faster: this is for who needs weights and
   * shares exact on average with thousands of nodes, without a table or a history.
   *
   * <p>Of a preference list the first 16 are where the key goes as those before them go one by one,
   * in O(r²·log n) time, the others in their order of rendezvous. About 150 bytes a node.
   */
  public static <K> NodePartitioner<K> rendezvousTree(Nodes nodes, KeyHasher<K> hasher) {
    return new RendezvousTreePartitioner<>(nodes, hasher);
  }

  /**
   * MementoHash: Coluzzi, Brocco, Antonucci and Leidi, "MementoHash: a stateful, minimal memory,
   * best performing consistent hash algorithm" (IEEE/ACM Transactions on Networking 32(4), 2024, <a
   * href="https://doi.org/10.1109/TNET.2024.3393476">doi:10.1109/TNET.2024.3393476</a>), over the
   * JumpBackHash of {@link #jump}: a key jumps to a bucket, and where that one has been removed it
   * is drawn anew among the buckets that were left then.
   *
   * <p>As even as drawing at random and with the least movement, whichever node goes. A node that
   * comes takes the bucket that was removed last and, with it, the keys it had. Chosen before
   * Anchor and Dx because it has no capacity to be fixed beforehand, and before hash4j's
   * JumpBackAnchorHash because that one is changed in place and keeps its generator in a field,
   * which threads cannot share. While none is removed a look-up is a jump; with w of n buckets left
   * it takes O(ln²(n/w)) further draws, expected. The algorithm itself remembers the removed
   * buckets only; here nodes have names, and each takes 28 bytes.
   *
   * <p>Places depend on the sequence of changes, which every process must therefore take from one
   * source: the serialized form keeps what is left of it, and the fingerprint has its checksum. All
   * nodes have equal weight. Of a preference list the first 16 are where the key goes as those
   * before them go one by one, in O(r²) time, the others in their order of rendezvous.
   *
   * @throws IllegalArgumentException if weights differ, here or where nodes change
   */
  public static <K> NodePartitioner<K> memento(Nodes nodes, KeyHasher<K> hasher) {
    return new MementoPartitioner<>(nodes, hasher);
  }

  /**
   * The slot table over nodes that are named by their numbers; see {@link #slots(Nodes, double,
   * KeyHasher)}.
   *
   * @param numPartitions n, in [1..65536]
   * @throws IllegalArgumentException if n is out of range
   */
  public static <K> SlotTable<K> slots(int numPartitions, KeyHasher<K> hasher) {
    return slots(Nodes.numbered(numPartitions), hasher);
  }

  /**
   * The slot table with no node above 1.02 times its fair share; see {@link #slots(Nodes, double,
   * KeyHasher)}.
   */
  public static <K> SlotTable<K> slots(Nodes nodes, KeyHasher<K> hasher) {
    return slots(nodes, SlotTable.DEFAULT_CAP, hasher);
  }

  /**
   * Capped rendezvous over slots: the one to take unless there is a reason for another. The hash's
   * 16 leading bits are a slot. Each node comes for each slot at a random time, exponentially
   * distributed with the node's weight as rate, and takes it if the slot is free still and the node
   * below its cap. Without cap this is weighted rendezvous hashing, by slots instead of keys; with
   * it, it is the stable matching of slots and nodes that both rank each other by these times.
   *
   * <p>Where the slots are depends on the nodes' names and weights alone. A smaller cap evens the
   * load out, and moves more when nodes change; a cap of 1 makes it as even as slots allow. When
   * one of 64 nodes goes, or one more comes, the part of the slots that moves between two nodes
   * which both stay is 0.07 % at c = 1.02 and 0.3 % at c = 1, the mean over many names, where plain
   * consistent hashing moves none; the {@linkplain #stickySlots sticky} table moves none either.
   *
   * <p>A look-up is one read of a table of 128 KB. Building takes some milliseconds, and hardly
   * more for many nodes than for few: each node's times are drawn from the earliest on, as far as
   * needed, and no pair of slot and node is looked at before its time. Drawing exponential times in
   * ascending order is due to Ertl, "ProbMinHash – a class of locality-sensitive hash algorithms
   * for the (probability) Jaccard similarity" (IEEE Transactions on Knowledge and Data Engineering
   * 34(7), 2022, <a
   * href="https://doi.org/10.1109/TKDE.2020.3021176">doi:10.1109/TKDE.2020.3021176</a>). Here they
   * are stratified, too, which halves the variance of a node's slots before any cap.
   *
   * @param nodes in any order: their numbers do not matter; some hundred slots a node or more keep
   *     rounding to whole slots small
   * @param cap c, how far a node may be above its fair share, in [1..65536]
   * @throws IllegalArgumentException if the cap is out of range
   */
  public static <K> SlotTable<K> slots(Nodes nodes, double cap, KeyHasher<K> hasher) {
    return new CappedSlotTable<>(nodes, cap, hasher);
  }

  /**
   * The sticky slot table with no node above 1.02 times its fair share; see {@link
   * #stickySlots(Nodes, double, KeyHasher)}.
   */
  public static <K> SlotTable<K> stickySlots(Nodes nodes, KeyHasher<K> hasher) {
    return stickySlots(nodes, SlotTable.DEFAULT_CAP, hasher);
  }

  /**
   * The slot table that changes as little as it can: at first it is that of {@link #slots(Nodes,
   * double, KeyHasher)}; {@link SlotTable#withNodes} starts from the table it is called on, and
   * counts the {@linkplain SlotTable#version() version}. For state that is dear to move.
   *
   * <p>A node that joins takes its fair share from the nodes that are relatively fullest, or takes
   * over the slots of nodes that leave at the same time; the slots of a node that leaves go to whom
   * they prefer among those below their cap; another weight moves slots from or to that node alone.
   * No slot moves between two nodes that stay with unchanged weight, with one exception. The cap
   * holds after any sequence of changes; and rounding can make more nodes exceed it, by a slot
   * each, than newcomers can relieve within theirs. What is left of that moves. It takes many nodes
   * (at c = 1.02 and equal weights there must be 49 at least), and then it is a few slots.
   *
   * <p>Places depend on the sequence of changes, which every process must therefore take from one
   * source: the serialized form holds the table (128 KB, from version 1 on), and the fingerprint
   * has its checksum.
   *
   * @param nodes the first nodes
   * @param cap c, how far a node may be above its fair share, in [1..65536]
   * @throws IllegalArgumentException if the cap is out of range
   */
  public static <K> SlotTable<K> stickySlots(Nodes nodes, double cap, KeyHasher<K> hasher) {
    return new StickySlotTable<>(nodes, cap, hasher);
  }

  /**
   * Maglev over nodes that are named by their numbers; see {@link #maglev(Nodes, KeyHasher)}.
   *
   * @param numPartitions n, in [1..65536]
   * @throws IllegalArgumentException if n is out of range
   */
  public static <K> ArcPartitioner<K> maglev(int numPartitions, KeyHasher<K> hasher) {
    return maglev(Nodes.numbered(numPartitions), hasher);
  }

  /**
   * Maglev hashing: Eisenbud et al., "Maglev: a fast and reliable software network load balancer"
   * (NSDI 2016, <a
   * href="https://www.usenix.org/conference/nsdi16/technical-sessions/presentation/eisenbud">section
   * 3.4</a>). A table with a prime number of entries, the larger of 65537 and the first above
   * 100·n; nodes take turns, by weight, and each takes the next free entry of a permutation of its
   * own. A key's entry is its hash's 32 leading bits, multiplied by the number of entries.
   *
   * <p>Depends on the nodes' names and weights alone. Even to an entry a node; but a change moves
   * about 0.5 % of the keys between nodes that stay, at n = 64. {@link #slots(Nodes, KeyHasher)}
   * moves less, or nothing, at the same cost: this is for who must agree with Maglev's behaviour.
   * The paper has no replicas: after its node, a key prefers the others in an order of rendezvous.
   * Building takes O(m·log m) time for m entries: milliseconds for hundreds of nodes, less than a
   * second for 65536, more if each has a weight of its own.
   */
  public static <K> ArcPartitioner<K> maglev(Nodes nodes, KeyHasher<K> hasher) {
    return new MaglevPartitioner<>(nodes, hasher);
  }

  /**
   * The partitioner by hash that was described: one of the above, a {@link BoundedLoad} or a {@link
   * KafkaPartitioner}.
   *
   * @throws IllegalArgumentException if the description has another type, or parts that do not
   *     belong to it
   */
  public static KeyPartitioner<?> described(Description description) {
    return DescribedHash.partitioner(description);
  }

  static int checkIn(String parameter, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(parameter + ": " + value + " not in [1.." + max + "]");
    }
    return value;
  }
}
