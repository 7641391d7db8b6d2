package org.partitioners.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLockTest {

  @TempDir Path folder;

  @Test
  void isTakenWhileItIsHeld() throws IOException {
    Path file = folder.resolve("lock");
    MachineLock lock = new MachineLock(file);
    assertThat(lock.isTaken()).isFalse();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(lock.isTaken()).isTrue();
    }
    assertThat(lock.isTaken()).isFalse();
  }
}
