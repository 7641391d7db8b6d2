package org.partitioners.benchmarks.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.partitioners.benchmarks.results.Results;

/** Writes the page and its charts. */
public final class PageFiles {

  /** What the page is called. */
  public static final String PAGE = "README.md";

  private PageFiles() {}

  /** Writes them into a folder. */
  public static void write(Results results, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, String> chart : Charts.of(results).entrySet()) {
      Files.writeString(folder.resolve(chart.getKey()), chart.getValue());
    }
    Files.writeString(folder.resolve(PAGE), Page.of(results));
  }
}
