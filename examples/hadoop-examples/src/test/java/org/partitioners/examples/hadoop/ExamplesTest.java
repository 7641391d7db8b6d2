package org.partitioners.examples.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each example and compares what it prints with what it is to show. */
class ExamplesTest {

  @TempDir java.nio.file.Path folder;

  @Test
  void lookUpUsers() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LookUpUsers.run(new Path(folder.toUri()), new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "alice: 10 logins, from 1 of 16 partitions",
            "bot: 10000 logins, from 3 of 16 partitions");
  }
}
