package org.partitioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A partitioner as a user writes one, with two methods: the default fingerprint serves it. */
class UserPartitionerTest extends KeyPartitionerContractTest<Long> {

  private record Striped(int numPartitions, int width) implements KeyPartitioner<Long> {

    Striped {
      if (numPartitions < 1) {
        throw new IllegalArgumentException(
            "numPartitions: " + numPartitions + " not in [1.." + Integer.MAX_VALUE + "]");
      }
    }

    @Override
    public int partition(Long key) {
      return (int)
          Math.floorMod(Objects.requireNonNull(key, "key: null") / width, (long) numPartitions);
    }
  }

  /** Cannot be serialized when what it holds cannot. */
  private record Holding(Object held) implements KeyPartitioner<Long> {

    @Override
    public int partition(Long key) {
      return 0;
    }

    @Override
    public int numPartitions() {
      return 1;
    }
  }

  @Override
  protected KeyPartitioner<Long> partitioner(int numPartitions) {
    return new Striped(numPartitions, 1);
  }

  @Override
  protected Long key(long i) {
    return i;
  }

  @Override
  protected int maxPartitions() {
    return Integer.MAX_VALUE;
  }

  @Override
  protected Movement movement() {
    return Movement.ANY;
  }

  @Test
  void fingerprintSeesTheFields() {
    String fingerprint = new Striped(8, 1).fingerprint();

    assertThat(fingerprint)
        .startsWith("org.partitioners.UserPartitionerTest$Striped(8)#")
        .matches(".*#[0-9a-f]{16}")
        .isNotEqualTo(new Striped(8, 2).fingerprint());
  }

  @Test
  void fingerprintSaysWhatCannotBeSerialized() {
    Holding holding = new Holding(new Object());

    assertThatThrownBy(holding::fingerprint)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("org.partitioners.UserPartitionerTest$Holding cannot be serialized")
        .hasMessageContaining("NotSerializableException")
        .hasMessageEndingWith("make every field serializable, or override fingerprint()");
  }
}
