package org.partitioners.jobs.events;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip (RFC 1952), all members of it. {@link java.util.zip.GZIPInputStream} takes a damaged
 * or cut member after the first for the end of the file, and with streams that report nothing
 * {@link InputStream#available available} any member after the first: rows would be lost in
 * silence. Zero bytes after a member are padding.
 */
final class GzipMembers extends InputStream {
  private static final int CRC_FLAG = 2;
  private static final int EXTRA_FLAG = 4;
  private static final int NAME_FLAG = 8;
  private static final int COMMENT_FLAG = 16;
  private static final int RESERVED_FLAGS = 0xe0;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private long members;
  private boolean inMember;

  GzipMembers(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inMember || startMember()) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        crc.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("gzip data asks for a preset dictionary");
      } else {
        need(fill());
        inflater.setInput(buffer, 0, limit);
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private int inflate(byte[] target, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      ZipException damaged = new ZipException("damaged gzip data: " + e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
  }

  /** Reads a member's header; false at the end of the file. */
  private boolean startMember() throws IOException {
    int first;
    do {
      if (position == limit && !fill()) {
        need(members > 0);
        return false;
      }
      first = nextByte();
    } while (first == 0 && members > 0);
    if (first != 0x1f || nextByte() != 0x8b || nextByte() != 8) {
      throw new ZipException(
          members == 0 ? "not gzip data" : "neither padding nor gzip data after member " + members);
    }
    int flags = nextByte();
    if ((flags & RESERVED_FLAGS) != 0) {
      throw new ZipException("damaged gzip data: reserved flags are set");
    }
    skip(6);
    if ((flags & EXTRA_FLAG) != 0) {
      skip(nextByte() | nextByte() << 8);
    }
    if ((flags & NAME_FLAG) != 0) {
      skipText();
    }
    if ((flags & COMMENT_FLAG) != 0) {
      skipText();
    }
    if ((flags & CRC_FLAG) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(buffer, position, limit - position);
    crc.reset();
    inMember = true;
    return true;
  }

  private void endMember() throws IOException {
    position = limit - inflater.getRemaining();
    long expectedCrc = fourBytes();
    long expectedSize = fourBytes();
    if (expectedCrc != crc.getValue()
        || expectedSize != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw new ZipException("damaged gzip data: its checksum or length does not match");
    }
    members++;
    inMember = false;
  }

  private long fourBytes() throws IOException {
    long value = 0;
    for (int i = 0; i < 4; i++) {
      value |= (long) nextByte() << (8 * i);
    }
    return value;
  }

  private void skipText() throws IOException {
    while (nextByte() != 0) {
      // up to and with its terminator
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      nextByte();
    }
  }

  private int nextByte() throws IOException {
    need(position < limit || fill());
    return buffer[position++] & 0xff;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private static void need(boolean more) throws EOFException {
    if (!more) {
      throw new EOFException("gzip data cut short");
    }
  }
}
