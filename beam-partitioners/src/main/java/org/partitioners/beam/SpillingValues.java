package org.partitioners.beam;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.jspecify.annotations.Nullable;

/**
 * Values of which so many are kept in memory, and all others in a temporary file. They are added,
 * then read, then closed.
 */
final class SpillingValues<V> implements AutoCloseable {
  private final int limit;
  private final Coder<V> coder;
  private final Opener opener;
  private final List<V> held = new ArrayList<>();
  private @Nullable Path file;
  private @Nullable OutputStream spill;
  private long spilled;

  SpillingValues(int limit, Coder<V> coder) {
    this(limit, coder, path -> new BufferedOutputStream(Files.newOutputStream(path), 1 << 16));
  }

  SpillingValues(int limit, Coder<V> coder, Opener opener) {
    this.opener = opener;
    this.limit = limit;
    this.coder = coder;
  }

  void add(V value) throws IOException {
    if (held.size() < limit) {
      held.add(value);
      return;
    }
    if (spill == null) {
      Path created = Files.createTempFile("skewed-join-", ".values");
      file = created;
      spill = opener.open(created);
    }
    coder.encode(value, spill);
    spilled++;
  }

  long spilled() {
    return spilled;
  }

  void forEach(Consumer<V> consumer) throws IOException {
    held.forEach(consumer);
    forEachSpilled(consumer);
  }

  /**
   * Gives the values in lists that are no longer than what is kept in memory, one at a time, and
   * each in place of the one before: so they can be read but once that way, and last.
   */
  void forEachBlock(BlockConsumer<V> consumer) throws IOException {
    if (!held.isEmpty()) {
      consumer.accept(held);
    }
    held.clear();
    try (InputStream in = open()) {
      for (long left = spilled; left > 0; left--) {
        held.add(coder.decode(in));
        if (held.size() == limit || left == 1) {
          consumer.accept(held);
          held.clear();
        }
      }
    }
  }

  /** How a file is written. */
  @FunctionalInterface
  interface Opener {
    OutputStream open(Path file) throws IOException;
  }

  /** What is done with a block. */
  @FunctionalInterface
  interface BlockConsumer<V> {
    void accept(List<V> block) throws IOException;
  }

  private void forEachSpilled(Consumer<V> consumer) throws IOException {
    try (InputStream in = open()) {
      for (long left = spilled; left > 0; left--) {
        consumer.accept(coder.decode(in));
      }
    }
  }

  private InputStream open() throws IOException {
    if (spill == null || file == null) {
      return InputStream.nullInputStream();
    }
    spill.flush();
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  @Override
  public void close() throws IOException {
    try {
      if (spill != null) {
        spill.close();
      }
    } finally {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    }
  }
}
