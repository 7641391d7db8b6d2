package org.partitioners.examples.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Runs each example and compares what it prints with what it is to show. */
class ExamplesTest {

  private static List<String> lines(Consumer<PrintStream> example) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    example.accept(new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void placeSessionsOnCaches() {
    assertThat(lines(PlaceSessionsOnCaches::run))
        .containsExactly(
            "alice's session is in cache-6",
            "  a copy in cache-6, zone-a",
            "  a copy in cache-1, zone-b",
            "  a copy in cache-5, zone-c",
            "18.1 % of all sessions move",
            "first those with (0008ffffffffffff, 0009ffffffffffff]: cache-5 to cache-9",
            "alice's session is in cache-6");
  }
}
