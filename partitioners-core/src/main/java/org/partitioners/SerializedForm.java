package org.partitioners;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A checksum of an object's Java-serialized form. */
final class SerializedForm {

  /** 64 bits: enough to tell configurations apart, short enough to read in an error. */
  private static final int CHECKSUM_BYTES = 8;

  private SerializedForm() {}

  /** The first 64 bits of the form's SHA-256, as 16 hexadecimal digits. */
  static String checksum(Serializable object) {
    MessageDigest digest = sha256();
    try (var out =
        new ObjectOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new IllegalStateException(
          object.getClass().getName()
              + " cannot be serialized ("
              + e
              + "): make every field serializable, or override fingerprint()",
          e);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, CHECKSUM_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
