package org.partitioners.jobs.beam;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.partitioners.jobs.run.CsvTable;

/**
 * A CSV file that is there as a whole or not at all, however often and by however many workers it
 * is written: by another name first, which is then changed. Who writes it again must write the
 * same.
 */
final class WholeFile {
  private WholeFile() {}

  /** Writes elements in their order. */
  static <T> void write(Path folder, String name, CsvTable<T> table, Iterable<T> elements)
      throws IOException {
    Files.createDirectories(folder);
    Path unfinished = folder.resolve("." + name + "." + UUID.randomUUID());
    try {
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        CsvTable.Lines<T> lines = table.begin(out);
        elements.forEach(lines::add);
        lines.flush();
      }
      Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
