package org.partitioners.jobs.events;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Compressed files, told by their suffix. */
public final class Decompression {
  private Decompression() {}

  /**
   * The content of a file: gzip for {@code .gz}, Zstandard for {@code .zst}, in any case of
   * letters, and plain otherwise. Files of several members or frames are read to their end; a
   * damaged or cut one ends in an IOException, never in silence.
   *
   * @param path the file's path, of which only the suffix counts
   * @param stored the bytes as stored; closed with the result
   * @throws IOException when the decompressor cannot start
   */
  public static InputStream wrap(String path, InputStream stored) throws IOException {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".gz")) {
      return new GzipMembers(stored);
    }
    return name.endsWith(".zst") ? new ZstdInputStreamNoFinalizer(stored) : stored;
  }
}
