package org.partitioners.jobs.layout;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.events.InputOpener;

class EventFileTest {
  private static final InputOpener OPENER = file -> Files.newInputStream(Path.of(file));

  @TempDir Path folder;

  @Test
  void filesThatHoldNoEventsAreRefused() throws IOException {
    Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
    assertThatIOException()
        .isThrownBy(() -> EventFile.open(OPENER, other.toString()).close())
        .withMessageEndingWith("other.csv does not begin with timestamp,sensor");
    Path damaged = Files.writeString(folder.resolve("damaged.csv"), "timestamp,sensor\nnoon,a\n");
    try (EventFile file = EventFile.open(OPENER, damaged.toString())) {
      assertThatIOException().isThrownBy(file::next).withMessageContaining("noon");
    }
  }
}
