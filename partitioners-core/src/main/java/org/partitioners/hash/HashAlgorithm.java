package org.partitioners.hash;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.UUID;
import org.partitioners.Description;

/**
 * The hash functions that keys can be placed by, for who has to agree with another system or wants
 * to compare; everyone else takes {@link KeyHashers}, which is {@link #XXH3}.
 *
 * <p>All hash the bytes named in {@link KeyHashers}: strings by their UTF-16 code units. To agree
 * with who hashes their UTF-8, hash that: {@code KeyHashers.by("utf-8", s ->
 * s.getBytes(StandardCharsets.UTF_8), algorithm.bytes(seed))}. Seed 0 gives the function as
 * published, but for {@link #FNV_1A} and {@link #CRC32C}, which are mixed; what another seed does
 * is said with each. All give 64 uniform bits, but a function whose state is smaller tells fewer
 * keys apart. {@link #XXH3}, {@link #MURMUR3}, {@link #FNV_1A} and {@link #CRC32C} allocate nothing
 * per key (up to 64 KiB long), the others do.
 */
public enum HashAlgorithm {
  /**
   * XXH3 with 64 bits, of <a href="https://github.com/Cyan4973/xxHash">xxHash</a>; from hash4j. The
   * seed is {@code XXH3_64bits_withSeed}'s.
   */
  XXH3("xxh3-64") {
    @Override
    HashFunction seeded(long seed) {
      return new HashFunction.Hash4j(Hashing.xxh3_64(seed));
    }
  },
  /**
   * The first 64 of the 128 bits of MurmurHash3 for 64-bit machines, of <a
   * href="https://github.com/aappleby/smhasher">SMHasher</a>; from hash4j. The function takes 32
   * bits of seed: an int, negative or not, as it is; of a larger number the xor of its halves.
   */
  MURMUR3("murmur3-128") {
    @Override
    HashFunction seeded(long seed) {
      return new HashFunction.Hash4jStream(
          Hashing.murmur3_128(seed == (int) seed ? (int) seed : Long.hashCode(seed)));
    }
  },
  /**
   * FNV-1a with 64 bits (<a
   * href="https://datatracker.ietf.org/doc/html/draft-eastlake-fnv">draft-eastlake-fnv</a>), whose
   * state is then mixed by SplitMix64's output function, for FNV hardly mixes its high bits. A
   * seed's eight bytes, little-endian, go before the key's. Slow on long keys: a multiplication per
   * byte.
   */
  FNV_1A("fnv-1a-64") {
    @Override
    HashFunction seeded(long seed) {
      return new ByteHashFunction.Fnv1a(seed);
    }
  },
  /**
   * The Castagnoli checksum of <a href="https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4">RFC
   * 3720</a>, from the Java platform, mixed by SplitMix64's output function. It has 32 bits: of 77
   * 000 random keys two collide more likely than not, with every seed the same two, for the seed
   * goes into the mixing only.
   */
  CRC32C("crc32c") {
    @Override
    HashFunction seeded(long seed) {
      return new ByteHashFunction.Crc32c(seed);
    }
  },
  /**
   * SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012, <a
   * href="https://doi.org/10.1007/978-3-642-34931-7_28">doi:10.1007/978-3-642-34931-7_28</a>), for
   * keys that an adversary chooses: who does not know the seed cannot aim at one partition. The key
   * is the one of the authors' test vectors, its first half xored with the seed. From Guava, which
   * has to be on the class path.
   */
  SIPHASH_2_4("siphash-2-4") {
    @Override
    HashFunction seeded(long seed) {
      try {
        return new ByteHashFunction.SipHash(seed);
      } catch (NoClassDefFoundError e) {
        throw new IllegalStateException(
            "SIPHASH_2_4: com.google.guava:guava is not on the class path; add it, or take another"
                + " algorithm",
            e);
      }
    }
  },
  /**
   * The first eight bytes of MD5 (<a href="https://www.rfc-editor.org/rfc/rfc1321">RFC 1321</a>),
   * little-endian; from the Java platform. A seed's eight bytes, little-endian, go before the
   * key's.
   */
  MD5("md5") {
    @Override
    HashFunction seeded(long seed) {
      return new ByteHashFunction.Digest("MD5", seed);
    }
  },
  /**
   * The first eight bytes of SHA-256 (<a href="https://doi.org/10.6028/NIST.FIPS.180-4">FIPS
   * 180-4</a>), little-endian; from the Java platform. A seed's eight bytes, little-endian, go
   * before the key's.
   */
  SHA_256("sha-256") {
    @Override
    HashFunction seeded(long seed) {
      return new ByteHashFunction.Digest("SHA-256", seed);
    }
  };

  private final String label;

  HashAlgorithm(String label) {
    this.label = label;
  }

  abstract HashFunction seeded(long seed);

  static KeyHasher<?> described(Description description) {
    description.requireParts("input", "seed");
    for (HashAlgorithm algorithm : values()) {
      if (algorithm.label.equals(description.type())) {
        return algorithm.hasher(description.text("input"), description.whole("seed"));
      }
    }
    throw new IllegalArgumentException("hasher: unknown type " + description.type());
  }

  Description description(String input, long seed) {
    return Description.of(label).with("input", input).with("seed", seed);
  }

  private KeyHasher<?> hasher(String input, long seed) {
    return switch (input) {
      case "string" -> strings(seed);
      case "bytes" -> bytes(seed);
      case "long" -> longs(seed);
      case "int" -> ints(seed);
      case "uuid" -> uuids(seed);
      default -> throw new IllegalArgumentException("hasher: unknown input " + input);
    };
  }

  String fingerprint(String input, long seed) {
    return label + "(" + input + ", seed " + seed + ")";
  }

  /** Strings, by their UTF-16 code units (two bytes each). */
  public KeyHasher<String> strings(long seed) {
    return new TypedHasher.OfString(this, seed);
  }

  /** Byte arrays, by content. */
  public KeyHasher<byte[]> bytes(long seed) {
    return new TypedHasher.OfBytes(this, seed);
  }

  /** Longs, by their eight bytes. */
  public KeyHasher<Long> longs(long seed) {
    return new TypedHasher.OfLong(this, seed);
  }

  /** Ints, by their four bytes. An int and the equal long hash differently. */
  public KeyHasher<Integer> ints(long seed) {
    return new TypedHasher.OfInt(this, seed);
  }

  /** UUIDs, by their most and then their least significant eight bytes. */
  public KeyHasher<UUID> uuids(long seed) {
    return new TypedHasher.OfUuid(this, seed);
  }
}
