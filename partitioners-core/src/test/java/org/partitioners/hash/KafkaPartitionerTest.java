package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.KeyPartitionerContractTest;

class KafkaPartitionerTest extends KeyPartitionerContractTest<String> {

  private static int kafka(byte[] key, int numPartitions) {
    return BuiltInPartitioner.partitionForKey(key, numPartitions);
  }

  @Override
  protected KeyPartitioner<String> partitioner(int numPartitions) {
    return KafkaPartitioner.strings(numPartitions);
  }

  @Override
  protected String key(long i) {
    return "user-" + i;
  }

  @Override
  protected Movement movement() {
    return Movement.ANY;
  }

  @Override
  protected int maxPartitions() {
    return Integer.MAX_VALUE;
  }

  @Property
  void placesAsKafkaDoes(
      @ForAll byte[] bytes,
      @ForAll String string,
      @ForAll long number,
      @ForAll int small,
      @ForAll long high,
      @ForAll @IntRange(min = 1) int n) {
    UUID uuid = new UUID(high, number);
    try (var strings = new StringSerializer();
        var longs = new LongSerializer();
        var ints = new IntegerSerializer();
        var uuids = new UUIDSerializer()) {
      assertThat(KafkaPartitioner.bytes(n).partition(bytes)).isEqualTo(kafka(bytes, n));
      assertThat(KafkaPartitioner.strings(n).partition(string))
          .isEqualTo(kafka(strings.serialize("topic", string), n));
      assertThat(KafkaPartitioner.longs(n).partition(number))
          .isEqualTo(kafka(longs.serialize("topic", number), n));
      assertThat(KafkaPartitioner.ints(n).partition(small))
          .isEqualTo(kafka(ints.serialize("topic", small), n));
      assertThat(KafkaPartitioner.uuids(n).partition(uuid))
          .isEqualTo(kafka(uuids.serialize("topic", uuid), n));
    }
  }

  @Test
  void placesKeysOfEveryLengthAsKafkaDoes() {
    KafkaPartitioner<String> partitioner = KafkaPartitioner.strings(Integer.MAX_VALUE);
    try (var strings = new StringSerializer()) {
      // Past each size of the buffer, with one, two, three and four bytes a character.
      for (int length : new int[] {0, 1, 84, 85, 86, 255, 256, 257, 21_845, 21_846, 70_000}) {
        for (String part : new String[] {"a", "é", "水", "𝄞", "\uD800", "\uDC00"}) {
          String key = part.repeat(length);
          assertThat(partitioner.partition(key))
              .as("%s times %s", length, part)
              .isEqualTo(kafka(strings.serialize("topic", key), Integer.MAX_VALUE));
        }
      }
    }
  }

  @Test
  void typesDifferInFingerprint() {
    assertThat(KafkaPartitioner.strings(3))
        .isEqualTo(KafkaPartitioner.strings(3))
        .hasSameHashCodeAs(KafkaPartitioner.strings(3))
        .isNotEqualTo(KafkaPartitioner.strings(4))
        .isNotEqualTo(KafkaPartitioner.bytes(3))
        .hasToString("kafka(3)/murmur2(string)");
  }
}
