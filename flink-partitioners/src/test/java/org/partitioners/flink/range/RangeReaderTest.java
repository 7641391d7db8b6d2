package org.partitioners.flink.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangeSample;
import org.partitioners.range.SharedRanges;

class RangeReaderTest {
  private static final Comparator<Long> ORDER = Comparator.naturalOrder();
  private static final SharedRanges<Long> THREE =
      SharedRanges.of(RangeBoundaries.of(List.of(30L, 60L)));

  private static @Nullable ToIntFunction<Long> read(RangeMessage<Long> message, int places) {
    RangeForm<Long> form =
        new RangeForm<>(ORDER, LongSerializer.INSTANCE, RangeForm.Kind.WHOLE, places, places);
    return new RangeReader<>(form)
        .read(new RangeCodec<>(form).write(message), RangeReaderTest.class.getClassLoader());
  }

  @Test
  void readsRangesAsTheyWereAnnounced() {
    var places = read(RangeMessage.early(THREE), 3);

    assertThat(Stream.of(29L, 30L, 59L, 60L).map(places::applyAsInt)).containsExactly(0, 1, 1, 2);
  }

  @Test
  void derivesRangesForAnotherNumberOfPlacesIfItCan() {
    RangeSample<Long> summary = RangeSample.ofSize(1_000, ORDER);
    LongStream.range(0, 100).forEach(summary::add);
    var places = read(new RangeMessage<>(1, THREE, summary), 2);

    assertThat(Stream.of(29L, 49L, 50L, 60L).map(places::applyAsInt)).containsExactly(0, 0, 1, 1);
    assertThat(read(RangeMessage.early(THREE), 2)).isNull();
  }
}
