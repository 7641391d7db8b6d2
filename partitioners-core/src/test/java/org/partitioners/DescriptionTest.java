package org.partitioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DescriptionTest {

  private static final Description SHAPE =
      Description.of("shape").with("sides", 3).with("name", "it").with("size", 1.5);

  @Test
  void givesPartsByTheirType() {
    Description nested =
        SHAPE
            .with("part", SHAPE)
            .with("texts", List.of("a"))
            .with("parts", List.of(SHAPE))
            .with("lists", List.of(List.of(1L, 2L), List.of()));
    assertThat(nested.integer("sides")).isEqualTo(3);
    assertThat(nested.number("sides")).isEqualTo(3.0);
    assertThat(nested.number("size")).isEqualTo(1.5);
    assertThat(nested.text("name")).isEqualTo("it");
    assertThat(nested.description("part")).isEqualTo(SHAPE);
    assertThat(nested.descriptions("parts")).containsExactly(SHAPE);
    assertThat(nested.texts("texts")).containsExactly("a");
    assertThat(nested.wholeLists("lists")).isDeepEqualTo(new long[][] {{1, 2}, {}});
    assertThat(nested.integerLists("lists")).isDeepEqualTo(new int[][] {{1, 2}, {}});
    assertThat(nested.with("t", List.of(List.of("a"))).textLists("t"))
        .containsExactly(List.of("a"));
    assertThat(nested.parts())
        .containsOnlyKeys("sides", "name", "size", "part", "texts", "parts", "lists");
  }

  @Test
  void refusesAPartOfAnotherType() {
    assertThatThrownBy(() -> SHAPE.text("sides")).hasMessage("shape: sides: 3 is not a text");
    assertThatThrownBy(() -> SHAPE.whole("size"))
        .hasMessage("shape: size: 1.5 is not a whole number");
    assertThatThrownBy(() -> SHAPE.list("none")).hasMessage("shape: none: null is not a list");
    assertThatThrownBy(() -> SHAPE.with("sides", 1L << 31).integer("sides"))
        .hasMessage("shape: sides: 2147483648 not in [-2147483648..2147483647]");
    assertThatThrownBy(() -> SHAPE.with("l", List.of(List.of(1L << 31))).integerLists("l"))
        .hasMessage("shape: l: 2147483648 not in [-2147483648..2147483647]");
    assertThatThrownBy(() -> SHAPE.with("l", List.of("a")).wholes("l"))
        .hasMessage("shape: l: a is not a whole number");
    assertThatThrownBy(() -> SHAPE.with("l", List.of(List.of(1L))).textLists("l"))
        .hasMessage("shape: l: 1 is not a text");
    assertThatThrownBy(() -> SHAPE.with("l", List.of(1L)).wholeLists("l"))
        .hasMessage("shape: l: 1 is not a list");
  }

  @Test
  void refusesMissingAndUnknownParts() {
    assertThat(SHAPE.requireParts("name", "size", "sides")).isSameAs(SHAPE);
    assertThatThrownBy(() -> SHAPE.requireParts("name", "size"))
        .hasMessage("shape: has the parts [sides, name, size], not [name, size]");
    assertThatThrownBy(() -> SHAPE.requireParts("name", "size", "sides", "more"))
        .hasMessage("shape: has the parts [sides, name, size], not [name, size, sides, more]");
  }

  @Test
  void refusesWhatIsNotPlain() {
    assertThatThrownBy(() -> SHAPE.with("n", Double.NaN))
        .hasMessage("n: NaN is no text, whole number, finite number, description or list");
    assertThatThrownBy(() -> SHAPE.with("n", List.of(List.of(1))))
        .hasMessage("n: 1 is no text, whole number, finite number, description or list");
    assertThatThrownBy(() -> new Description("t", Map.of("m", Map.of())))
        .hasMessage("m: {} is no text, whole number, finite number, description or list");
    assertThatThrownBy(() -> Description.of("tool", "hammer"))
        .hasMessage(
            "tool: java.lang.String cannot be described; take one that this library provides");
  }

  static List<List<?>> keys() {
    return List.of(
        List.of(),
        List.of("", "ä", "\uD83D\uDE00"),
        List.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE),
        List.of(Integer.MIN_VALUE, 7),
        List.of(-0.0, 0.1, Double.MIN_VALUE),
        List.of(new byte[0], new byte[] {-1, 0, 127}),
        List.of(new UUID(-1, 1)),
        List.of(Instant.EPOCH, Instant.MAX.minusNanos(1)));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void describesKeys(List<?> keys) {
    assertThat(DescribedKeys.keys(DescribedKeys.of(keys)).toArray()).isEqualTo(keys.toArray());
  }

  @Test
  void refusesKeysThatItCannotTell() {
    assertThatThrownBy(() -> DescribedKeys.of(List.of('a')))
        .hasMessage(
            "key: java.lang.Character cannot be described; take String, Long, Integer, finite"
                + " Double, byte[], UUID or Instant");
    assertThatThrownBy(() -> DescribedKeys.of(List.of(1, 2L)))
        .hasMessage("keys: java.lang.Long among keys of type int");
    assertThatThrownBy(
            () -> DescribedKeys.keys(Description.of("int").with("values", List.of(1L << 31))))
        .hasMessage("keys: 2147483648 is no key of type int");
    assertThatThrownBy(
            () -> DescribedKeys.keys(Description.of("long").with("values", List.of("1"))))
        .hasMessage("keys: 1 is no key of type long");
    assertThatThrownBy(
            () -> DescribedKeys.keys(Description.of("colour").with("values", List.of("red"))))
        .hasMessageStartingWith("keys: unknown type colour; take ");
  }

  @Test
  void describesOrders() {
    assertThat(DescribedKeys.order(DescribedKeys.order(Comparator.<String>naturalOrder())))
        .isEqualTo(Comparator.naturalOrder());
    assertThat(DescribedKeys.order(DescribedKeys.order(Comparator.<String>reverseOrder())))
        .isEqualTo(Comparator.reverseOrder());
    assertThatThrownBy(() -> DescribedKeys.order(String.CASE_INSENSITIVE_ORDER))
        .hasMessage(
            "order: java.lang.String$CaseInsensitiveComparator cannot be described; take the"
                + " natural order or BytesOrder.UNSIGNED");
    assertThatThrownBy(() -> DescribedKeys.order(Description.of("random")))
        .hasMessage("order: unknown type random");
  }
}
