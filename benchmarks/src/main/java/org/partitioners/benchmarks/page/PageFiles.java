package org.partitioners.benchmarks.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.partitioners.benchmarks.results.Results;

/** Writes the page and its charts. */
public final class PageFiles {

  /** What the page is called. */
  public static final String PAGE = "README.md";

  /** The page's first line, by which it is told from what others wrote. */
  static final String MARKER = "<!-- made by benchmarks/run -->";

  private PageFiles() {}

  /** Whether the folder has a page that was not made here, and so is not to be written over. */
  public static boolean isForeign(Path folder) throws IOException {
    Path page = folder.resolve(PAGE);
    if (!Files.exists(page, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!Files.isRegularFile(page)) {
      return true;
    }
    byte[] marker = MARKER.getBytes(UTF_8);
    try (InputStream in = Files.newInputStream(page)) {
      return !Arrays.equals(in.readNBytes(marker.length), marker);
    }
  }

  /** Writes them into a folder. */
  public static void write(Results results, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, String> chart : Charts.of(results).entrySet()) {
      Files.writeString(folder.resolve(chart.getKey()), chart.getValue());
    }
    Files.writeString(folder.resolve(PAGE), Page.of(results));
  }
}
