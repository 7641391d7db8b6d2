package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryFlagsTest {
  @Test
  void areTheTwoMarkedLinesAmongLogLines() {
    MemoryFlags flags =
        MemoryFlags.parse(
            List.of(
                "INFO  [] - Loading configuration property: a, b",
                "BASH_JAVA_UTILS_EXEC_RESULT:-Xmx1073741824 -Xms1073741824",
                "INFO  [] - The derived size is BASH_JAVA_UTILS_EXEC_RESULT:",
                "BASH_JAVA_UTILS_EXEC_RESULT:-D jobmanager.memory.heap.size=1073741824b"));

    assertThat(flags.jvm()).containsExactly("-Xmx1073741824", "-Xms1073741824");
    assertThat(flags.dynamic()).containsExactly("-D", "jobmanager.memory.heap.size=1073741824b");
  }

  @Test
  void mayBeEmpty() {
    MemoryFlags flags =
        MemoryFlags.parse(List.of("BASH_JAVA_UTILS_EXEC_RESULT:", "BASH_JAVA_UTILS_EXEC_RESULT: "));

    assertThat(flags).isEqualTo(new MemoryFlags(List.of(), List.of()));
  }

  @Test
  void areRefusedUnlessThereAreTwo() {
    assertThatThrownBy(() -> MemoryFlags.parse(List.of("BASH_JAVA_UTILS_EXEC_RESULT:-Xmx1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 2 lines marked BASH_JAVA_UTILS_EXEC_RESULT: but found 1");
  }

  @Test
  void refusalIsTheMessageOfTheException() {
    assertThat(
            MemoryFlags.refusal(
                List.of(
                    "INFO  [] - something",
                    "Exception in thread \"main\" org.apache.flink.configuration."
                        + "IllegalConfigurationException: metaspace exceeds the total",
                    "\tat org.apache.flink.Some.thing(Some.java:1)")))
        .isEqualTo("metaspace exceeds the total");
    assertThat(MemoryFlags.refusal(List.of("nothing"))).isEqualTo("no reason given");
  }
}
