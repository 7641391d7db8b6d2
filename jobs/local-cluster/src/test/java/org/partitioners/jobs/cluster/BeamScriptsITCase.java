package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.EventGenerator;

/** The Beam jobs by the scripts as a user runs them: in one JVM, and on a real Flink 1.19. */
class BeamScriptsITCase {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final String JOB =
      " beam-celebrity --events 3000 --keys 5 --parallelism 2 --strategy combine --output ";

  @TempDir private static Path folder;
  private final Scripts scripts = new Scripts(folder);

  @Test
  void runsWhereverTheRunnerIs() throws Exception {
    for (String runner : new String[] {"direct", "spark"}) {
      Scripts.Outcome run =
          scripts.bash(ROOT + "/jobs/bin/run" + JOB + runner + "-out --runner " + runner);

      assertThat(run.code()).as(run.err()).isZero();
      assertExact(folder.resolve(runner + "-out"));
    }
  }

  @Test
  void runsOnAClusterOfTheRunnersFlink() throws Exception {
    String script = ROOT + "/jobs/bin/local-cluster ";
    String cluster = " --dir '" + folder.resolve("beam cluster") + "' ";
    Scripts.Outcome start =
        scripts.bash(
            script
                + "--flink 1.19 start --slots 2 --taskmanager-memory 2g"
                + cluster
                + Scripts.freePorts());
    assertThat(start.code()).as(start.err()).isZero();
    try {
      Scripts.Outcome run = scripts.bash(script + "submit" + cluster + JOB + "cluster-out");
      Scripts.Outcome wrong = scripts.bash(script + "submit" + cluster + "celebrity");

      assertThat(run.code()).as(run.err()).isZero();
      assertExact(folder.resolve("cluster-out"));
      assertThat(wrong.code()).isEqualTo(2);
      assertThat(wrong.err()).startsWith("celebrity: runs on Flink 2.3; ").hasLineCount(1);
    } finally {
      assertThat(scripts.bash(script + "stop" + cluster).code()).isZero();
    }
  }

  private static void assertExact(Path output) throws IOException {
    Map<String, Long> expected = new TreeMap<>();
    EventGenerator events = new EventGenerator(3_000, 5, 1.2, 0.3, 42);
    for (long i = 0; i < events.events(); i++) {
      Event event = events.event(i);
      expected.merge(event.timestamp() / 60_000 * 60_000 + "," + event.key(), 1L, Long::sum);
    }
    assertThat(Scripts.counts(output.resolve("combine/counts"))).isEqualTo(expected);
    assertThat(Files.readString(output.resolve("report.json"))).contains("beam-celebrity");
  }
}
