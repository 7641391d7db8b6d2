package org.partitioners.benchmarks.tables;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.partitioners.benchmarks.contenders.Contenders;

class HeapTest {

  /** In a JVM of its own, as it is measured: here other tests' leavings come and go. */
  @Test
  void aTableOf65536SlotsTakesTwoBytesEach() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                Probe.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(probe.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(said).matches("[0-9.]+");
    assertThat(Double.parseDouble(said)).isBetween(131_072.0, 145_000.0);
  }

  @Test
  void whatTakesNoHashesIsLeftOut() {
    assertThat(Heap.footprint(Contenders.named("Kafka murmur2"), 64)).isEmpty();
  }

  /** Prints the bytes of a slot table. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] args) {
      System.out.println(Heap.footprint(Contenders.named("slot table"), 64).orElseThrow().bytes());
    }
  }
}
