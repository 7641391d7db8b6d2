package org.partitioners.hadoop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.hadoop.fs.Path;
import org.partitioners.map.PartitionMap;

/**
 * A partition map as a file: a single JSON object on one line, whose last field is the checksum of
 * all bytes before that field's comma.
 */
final class MapFile {

  private static final byte[] BEFORE_VERSION = ascii("{\"type\":\"partition-map\",\"version\":");
  private static final String BEFORE_CHECKSUM = ",\"sha256\":\"";
  private static final String AFTER_CHECKSUM = "\"}\n";
  private static final int CHECKSUM_DIGITS = 64;
  private static final int TRAILER =
      BEFORE_CHECKSUM.length() + CHECKSUM_DIGITS + AFTER_CHECKSUM.length();

  private MapFile() {}

  static byte[] write(PartitionMap map) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DescriptionJson.write(map.description(), out);
    byte[] object = out.toByteArray();
    int body = object.length - 1;
    byte[] file = Arrays.copyOf(object, body + TRAILER);
    System.arraycopy(trailer(file, body), 0, file, body, TRAILER);
    return file;
  }

  private static byte[] trailer(byte[] file, int body) {
    MessageDigest digest = sha256();
    digest.update(file, 0, body);
    return ascii(BEFORE_CHECKSUM + HexFormat.of().formatHex(digest.digest()) + AFTER_CHECKSUM);
  }

  /**
   * The map that a file holds.
   *
   * @param path names the file in messages
   * @throws IOException if it is damaged, of another version, or not a map at all
   */
  static PartitionMap read(byte[] file, Path path) throws IOException {
    int body = file.length - TRAILER;
    if (!startsWith(file, BEFORE_VERSION)) {
      throw new IOException(path + ": is damaged, or not a partition map");
    }
    if (file[BEFORE_VERSION.length] != '0' + PartitionMap.VERSION
        || file[BEFORE_VERSION.length + 1] != ',') {
      throw new IOException(
          path
              + ": is a partition map of another version than "
              + PartitionMap.VERSION
              + "; read it with the version of the library that wrote it");
    }
    if (body < 0 || !Arrays.equals(file, body, file.length, trailer(file, body), 0, TRAILER)) {
      throw new IOException(
          path + ": is damaged, its checksum is not that of its contents; restore it from a copy");
    }
    // As it was before the checksum took the place of the closing brace.
    byte[] object = Arrays.copyOf(file, body + 1);
    object[body] = '}';
    try {
      return PartitionMap.described(DescriptionJson.read(object, object.length));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  private static boolean startsWith(byte[] file, byte[] prefix) {
    return file.length > prefix.length + 1
        && Arrays.equals(file, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
