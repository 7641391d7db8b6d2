package org.partitioners.map;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.partitioners.Described;
import org.partitioners.Description;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.range.CompoundPartitioner;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.TimeBuckets;
import org.partitioners.skew.BalancedKeys;

/**
 * A partitioner as a plain value: what it is made of, with the fingerprint that says whether it was
 * made again as it was. All partitioners of this library can be described, history included, but
 * for those whose hasher or order holds code of the user's.
 *
 * <p>Immutable and thread-safe.
 *
 * @param version of the description's form, {@value #VERSION}
 * @param numPartitions the partitioner's
 * @param fingerprint the partitioner's {@link KeyPartitioner#fingerprint()}
 * @param form what it is made of
 */
public record PartitionerDescription(
    int version, int numPartitions, String fingerprint, Description form)
    implements Described, Serializable {

  /** The version written, and the only one read. */
  public static final int VERSION = 1;

  private static final String TYPE = "partitioner";

  /** Checks the version and number. */
  public PartitionerDescription {
    Versions.check(TYPE, version, VERSION);
    if (numPartitions < 1) {
      throw new IllegalArgumentException(
          "numPartitions: " + numPartitions + " not in [1.." + Integer.MAX_VALUE + "]");
    }
    requireNonNull(fingerprint, "fingerprint");
    requireNonNull(form, "form");
  }

  /**
   * Describes a partitioner, and makes sure that it can be made again. Takes as long as making it
   * twice.
   *
   * @throws IllegalArgumentException if it or a part of it cannot be described: the message names
   *     that
   */
  public static PartitionerDescription describe(KeyPartitioner<?> partitioner) {
    PartitionerDescription description =
        new PartitionerDescription(
            VERSION,
            partitioner.numPartitions(),
            partitioner.fingerprint(),
            Description.of("partitioner", partitioner));
    description.rebuild();
    return description;
  }

  /**
   * The partitioner: every key goes where it went by the one described.
   *
   * @return its type of key is the one described: {@link #rebuild(Class)} tells compilers
   * @throws IllegalArgumentException if the form is not known, or what it gives has another
   *     fingerprint: then a part has been changed, or this version of the library makes another
   *     partitioner of it
   */
  public KeyPartitioner<?> rebuild() {
    KeyPartitioner<?> partitioner = made(form);
    if (!partitioner.fingerprint().equals(fingerprint)
        || partitioner.numPartitions() != numPartitions) {
      throw new IllegalArgumentException(
          "partitioner: made again it is "
              + partitioner.fingerprint()
              + ", not "
              + fingerprint
              + " as described; describe it with the version of the library that reads it");
    }
    return partitioner;
  }

  /**
   * The partitioner, for keys of a type that the caller knows: a key of another type fails when it
   * is placed, as a {@link ClassCastException}.
   *
   * @param keys the type of key
   */
  @SuppressWarnings("unchecked") // The caller's promise; a wrong key fails in the cast of its use.
  public <K> KeyPartitioner<K> rebuild(Class<K> keys) {
    requireNonNull(keys, "keys");
    return (KeyPartitioner<K>) rebuild();
  }

  private static KeyPartitioner<?> made(Description form) {
    return switch (form.type()) {
      case "ranges" -> RangePartitioner.described(form);
      case "compound" -> CompoundPartitioner.described(form, PartitionerDescription::made);
      case "time-buckets" -> TimeBuckets.described(form);
      case "balanced-keys" -> BalancedKeys.described(form, PartitionerDescription::made);
      default -> HashPartitioners.described(form);
    };
  }

  @Override
  public Description description() {
    return Description.of(TYPE)
        .with("version", version)
        .with("partitions", numPartitions)
        .with("fingerprint", fingerprint)
        .with("form", form);
  }

  /**
   * The value that was {@linkplain #description() described}.
   *
   * @throws IllegalArgumentException if the version is unknown, or a part is missing or not known
   */
  public static PartitionerDescription described(Description description) {
    Versions.check(TYPE, description, VERSION);
    description.requireParts("version", "partitions", "fingerprint", "form");
    return new PartitionerDescription(
        description.integer("version"),
        description.integer("partitions"),
        description.text("fingerprint"),
        description.description("form"));
  }
}
