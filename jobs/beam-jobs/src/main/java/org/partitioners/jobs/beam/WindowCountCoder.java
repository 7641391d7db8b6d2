package org.partitioners.jobs.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.partitioners.jobs.run.WindowCount;

/** Writes counts of keys in windows. */
final class WindowCountCoder extends AtomicCoder<WindowCount> {
  private static final long serialVersionUID = 1L;
  private static final VarLongCoder LONG = VarLongCoder.of();
  private static final StringUtf8Coder STRING = StringUtf8Coder.of();

  @Override
  public void encode(WindowCount count, OutputStream out) throws IOException {
    LONG.encode(count.windowStart(), out);
    STRING.encode(count.key(), out);
    LONG.encode(count.count(), out);
  }

  @Override
  public WindowCount decode(InputStream in) throws IOException {
    return new WindowCount(LONG.decode(in), STRING.decode(in), LONG.decode(in));
  }
}
