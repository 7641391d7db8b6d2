package org.partitioners.jobs.events;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;

/** Input on the local file system. */
public final class LocalInput {
  private LocalInput() {}

  /**
   * The files of an input: the file itself, whatever its name, or every {@code .csv}, {@code
   * .csv.gz} and {@code .csv.zst} below the folder, sorted by path; names that start with a dot or
   * an underscore are skipped, symbolic links followed.
   *
   * @throws InputException when there is no such file or folder, it cannot be read, or it holds no
   *     such file
   */
  public static List<String> list(Path input) {
    String shown = "input " + Excerpt.quoted(input.toString());
    if (!Files.exists(input)) {
      throw new InputException(shown + ": no such file or folder");
    }
    if (!Files.isReadable(input)) {
      throw new InputException(shown + ": no permission to read it");
    }
    if (!Files.isDirectory(input)) {
      return List.of(input.toString());
    }
    List<String> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          input,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          collector(input, files));
    } catch (IOException e) {
      throw new InputException(shown + ": the folder cannot be listed: " + e, e);
    }
    if (files.isEmpty()) {
      throw new InputException(
          shown
              + ": no .csv, .csv.gz or .csv.zst file in the folder"
              + " (names that start with . or _ are skipped)");
    }
    Collections.sort(files);
    return List.copyOf(files);
  }

  /**
   * Opens a local file.
   *
   * @throws FileNotFoundException when it is not there or not readable, by the time it is opened
   * @throws IOException when it cannot be opened for another reason
   */
  public static InputStream open(String path) throws IOException {
    Path file = Path.of(path);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new FileNotFoundException("no such file, or no permission to read it");
    }
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  private static SimpleFileVisitor<Path> collector(Path root, List<String> files) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return folder.equals(root) || !InputNames.isHidden(name(folder))
            ? FileVisitResult.CONTINUE
            : FileVisitResult.SKIP_SUBTREE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()
            && !InputNames.isHidden(name(file))
            && InputNames.isCsv(name(file))) {
          files.add(file.toString());
        }
        return FileVisitResult.CONTINUE;
      }
    };
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
