package org.partitioners.jobs.beam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.partitioners.jobs.events.Row;

/**
 * Writes rows that are no events. Java serialization would not do: on a cluster Beam's classes may
 * not see those of the job.
 */
final class AsideCoder {
  private static final StringUtf8Coder STRING = StringUtf8Coder.of();
  private static final VarLongCoder LONG = VarLongCoder.of();

  private AsideCoder() {}

  static final class Late extends AtomicCoder<Row.Late> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Row.Late row, OutputStream out) throws IOException {
      STRING.encode(row.file(), out);
      LONG.encode(row.line(), out);
      STRING.encode(row.key(), out);
      LONG.encode(row.timestamp(), out);
      LONG.encode(row.watermark(), out);
    }

    @Override
    public Row.Late decode(InputStream in) throws IOException {
      return new Row.Late(
          STRING.decode(in), LONG.decode(in), STRING.decode(in), LONG.decode(in), LONG.decode(in));
    }
  }

  static final class Rejected extends AtomicCoder<Row.Rejected> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Row.Rejected row, OutputStream out) throws IOException {
      STRING.encode(row.file(), out);
      LONG.encode(row.line(), out);
      STRING.encode(row.reason(), out);
      STRING.encode(row.text(), out);
    }

    @Override
    public Row.Rejected decode(InputStream in) throws IOException {
      return new Row.Rejected(
          STRING.decode(in), LONG.decode(in), STRING.decode(in), STRING.decode(in));
    }
  }
}
