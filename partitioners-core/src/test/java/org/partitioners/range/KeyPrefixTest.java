package org.partitioners.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever short cut the type of key allows: a look-up agrees with counting split points. */
class KeyPrefixTest {

  private static <K> void checkLookUps(List<K> keys, Comparator<? super K> order) {
    TreeSet<K> sorted = new TreeSet<>(order);
    sorted.addAll(keys.subList(0, keys.size() / 2));
    List<K> points = new ArrayList<>(sorted);
    for (Inclusive inclusive : Inclusive.values()) {
      RangeBoundaries<K> boundaries = RangeBoundaries.of(points, order, inclusive);
      for (K key : keys) {
        long left =
            points.stream()
                .filter(
                    point ->
                        inclusive == Inclusive.LOWER
                            ? order.compare(point, key) <= 0
                            : order.compare(point, key) < 0)
                .count();
        assertThat(boundaries.indexOf(key)).as("%s among %s", key, points).isEqualTo((int) left);
      }
    }
  }

  /** Many with a common beginning and equal first characters, and such as sort extremely. */
  @Provide
  Arbitrary<List<String>> strings() {
    Arbitrary<String> ends =
        Arbitraries.strings().withChars('\0', 'a', 'b', '\uFFFF').ofMaxLength(7);
    Arbitrary<String> beginnings = Arbitraries.of("", "user-", "user-aaaa", "v", "\uFFFF\uFFFF");
    Arbitrary<String> any = beginnings.flatMap(begin -> ends.map(end -> begin + end));
    Arbitrary<String> alike = ends.map(end -> "user-" + end);
    return Arbitraries.oneOf(any.list().ofMaxSize(40), alike.list().ofMaxSize(40));
  }

  @Provide
  Arbitrary<List<byte[]>> bytes() {
    Arbitrary<byte[]> any =
        Arbitraries.of((byte) 0, (byte) 1, (byte) 0x7F, (byte) 0x80, (byte) -1)
            .array(byte[].class)
            .ofMaxSize(11);
    Arbitrary<byte[]> alike =
        any.map(
            end -> {
              byte[] key = new byte[end.length + 3];
              key[0] = -1;
              System.arraycopy(end, 0, key, 3, end.length);
              return key;
            });
    return Arbitraries.oneOf(any.list().ofMaxSize(40), alike.list().ofMaxSize(40));
  }

  @Property
  void findsStrings(@ForAll("strings") List<String> keys) {
    checkLookUps(keys, Comparator.naturalOrder());
    checkLookUps(keys, Comparator.reverseOrder());
  }

  @Property
  void findsBytes(@ForAll("bytes") List<byte[]> keys) {
    checkLookUps(keys, BytesOrder.UNSIGNED);
  }

  @Property
  void findsNumbers(@ForAll List<Long> longs, @ForAll List<Integer> ints) {
    checkLookUps(longs, Comparator.naturalOrder());
    checkLookUps(ints, Comparator.naturalOrder());
  }

  /** Those without a short cut. */
  @Property
  void findsOthers(@ForAll List<Short> keys) {
    checkLookUps(keys, Comparator.naturalOrder());
  }
}
