package org.partitioners.hash;

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
 *   <tr><td>{@link #rendezvous}</td><td>O(n)</td><td>8·n bytes</td><td>even</td><td>least</td></tr>
 * </table>
 *
 * <p>"Even" means as even as throwing keys at random. The mapping of each is fixed: later versions
 * place every key alike. All keep the contract of {@link org.partitioners.KeyPartitioner}, allocate
 * nothing per call and serialize as their parameters alone.
 */
public final class HashPartitioners {

  /** The largest number of partitions of {@link #ring} and {@link #rendezvous}. */
  public static final int MAX_TABLE_PARTITIONS = 1 << 16;

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
   * Rendezvous or highest-random-weight hashing: Thaler and Ravishankar, "Using name-based mappings
   * to increase hit rates" (IEEE/ACM Transactions on Networking 6(1), 1998, <a
   * href="https://doi.org/10.1109/90.663936">doi:10.1109/90.663936</a>). Every partition draws a
   * score from the key's hash; the highest wins, among equals the smaller number.
   *
   * <p>As even as jump and with the least movement too; the price is time linear in n, one
   * multiplication per partition: the choice for up to some tens of partitions.
   *
   * @param numPartitions n, in [1..65536]
   * @throws IllegalArgumentException if n is out of range
   */
  public static <K> HashPartitioner<K> rendezvous(int numPartitions, KeyHasher<K> hasher) {
    return new RendezvousPartitioner<>(numPartitions, hasher);
  }

  static int checkIn(String parameter, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(parameter + ": " + value + " not in [1.." + max + "]");
    }
    return value;
  }
}
