package org.partitioners.jobs.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class DecompressionTest {
  private static final byte[] TEXT = "key,time\na,1\nb,2\n".repeat(3).getBytes(UTF_8);

  @Test
  void readsBySuffix() throws IOException {
    assertThat(read("a.csv", TEXT)).isEqualTo(TEXT);
    assertThat(read("a.csv.GZ", gzip(TEXT))).isEqualTo(TEXT);
    assertThat(read("a.csv.zst", zstd(TEXT))).isEqualTo(TEXT);
  }

  @Test
  void readsAllMembersAndFramesFromStreamsThatReportNothingAvailable() throws IOException {
    byte[] large = new byte[1_000_000];
    new Random(1).nextBytes(large);

    assertThat(read("a.gz", join(gzip(TEXT), gzip(new byte[0]), gzip(large), gzip(TEXT))))
        .isEqualTo(join(TEXT, large, TEXT));
    assertThat(read("a.gz", join(gzip(TEXT), new byte[1000]))).isEqualTo(TEXT);
    assertThat(read("a.zst", join(zstd(TEXT), zstd(large), zstd(TEXT))))
        .isEqualTo(join(TEXT, large, TEXT));
  }

  @Test
  void skipsTheOptionalPartsOfAGzipHeader() throws IOException {
    byte[] plain = gzip(TEXT);
    byte[] header = {
      0x1f,
      (byte) 0x8b,
      8,
      2 | 4 | 8 | 16,
      0,
      0,
      0,
      0,
      0,
      3, // magic, deflate, all flags
      3,
      0,
      'x',
      'y',
      'z',
      'n',
      'a',
      'm',
      'e',
      0,
      'c',
      0,
      1,
      2 // extra, name, comment, CRC
    };

    assertThat(read("a.gz", join(header, Arrays.copyOfRange(plain, 10, plain.length))))
        .isEqualTo(TEXT);
  }

  @Test
  void neverEndsInSilenceWhereAFileIsCut() throws IOException {
    byte[] twice = join(gzip(TEXT), gzip(TEXT));
    for (int length = 0; length < twice.length; length++) {
      byte[] cut = Arrays.copyOf(twice, length);
      if (length == twice.length / 2) {
        assertThat(read("a.gz", cut)).isEqualTo(TEXT); // nothing tells that a member is missing
      } else {
        assertThatThrownBy(() -> read("a.gz", cut))
            .isInstanceOf(IOException.class)
            .hasMessage("gzip data cut short");
      }
    }
    byte[] frames = join(zstd(TEXT), zstd(TEXT));
    for (int length = 1; length < frames.length; length++) {
      byte[] cut = Arrays.copyOf(frames, length);
      if (length == frames.length / 2) {
        assertThat(read("a.zst", cut)).isEqualTo(TEXT);
      } else {
        assertThatThrownBy(() -> read("a.zst", cut)).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void everyChangedBitIsNoticedOrHarmless() throws IOException {
    byte[] twice = join(gzip(TEXT), gzip(TEXT));
    int noticed = 0;
    for (int bit = 0; bit < twice.length * 8; bit++) {
      byte[] damaged = twice.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(read("a.gz", damaged)).isEqualTo(join(TEXT, TEXT));
      } catch (IOException e) {
        noticed++;
      }
    }
    // Harmless are time and system (48 bits), the text flag and what pads the data to a byte (up to
    // 7 bits) of each member.
    assertThat(noticed).isGreaterThanOrEqualTo(twice.length * 8 - 2 * 56);
  }

  @Test
  void saysWhatIsNotCompressed() {
    assertThatThrownBy(() -> read("a.gz", TEXT))
        .isInstanceOf(IOException.class)
        .hasMessage("not gzip data");
    assertThatThrownBy(() -> read("a.gz", join(gzip(TEXT), TEXT)))
        .isInstanceOf(IOException.class)
        .hasMessage("neither padding nor gzip data after member 1");
    assertThatThrownBy(() -> read("a.zst", TEXT)).isInstanceOf(IOException.class);
  }

  private static byte[] read(String path, byte[] stored) throws IOException {
    InputStream shy =
        new ByteArrayInputStream(stored) {
          @Override
          public synchronized int available() {
            return 0;
          }
        };
    try (InputStream in = Decompression.wrap(path, shy)) {
      return in.readAllBytes();
    }
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static byte[] zstd(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStreamNoFinalizer(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
