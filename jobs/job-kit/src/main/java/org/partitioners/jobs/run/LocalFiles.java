package org.partitioners.jobs.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.UsageError;

/** Files of this machine, and what it has mounted. */
public final class LocalFiles implements FileStore {
  private static final long serialVersionUID = 1L;

  @Override
  public String resolve(String option, String path) {
    try {
      if (path.matches("(?!file:)[A-Za-z][A-Za-z0-9+.-]+:.*")) {
        throw new UsageError(option + ": '" + path + "' is not a path of this machine");
      }
      Path absolute = Path.of(FileStore.shown(path)).toAbsolutePath().normalize();
      return (Files.exists(absolute) ? absolute.toRealPath() : absolute).toString();
    } catch (InvalidPathException | IOException invalid) {
      throw new UsageError(
          option + ": '" + path + "' is not a path: " + invalid.getMessage(), invalid);
    }
  }

  @Override
  public @Nullable Entry find(String path) throws IOException {
    Path file = Path.of(path);
    return Files.exists(file) ? entry(file) : null;
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> children = Files.list(Path.of(folder))) {
      for (Path child : children.toList()) {
        entries.add(entry(child));
      }
    }
    return entries;
  }

  private static Entry entry(Path file) throws IOException {
    boolean isFolder = Files.isDirectory(file);
    return new Entry(
        file.toString(),
        file.getFileName() == null ? "" : file.getFileName().toString(),
        isFolder,
        isFolder || !Files.exists(file) ? 0 : Files.size(file));
  }

  @Override
  public InputStream open(String file) throws IOException {
    return Files.newInputStream(Path.of(file));
  }

  @Override
  public OutputStream create(String file) throws IOException {
    Path path = Path.of(file);
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    return Files.newOutputStream(path);
  }

  @Override
  public void makeFolders(String folder) throws IOException {
    Files.createDirectories(Path.of(folder));
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(Path.of(path));
  }
}
