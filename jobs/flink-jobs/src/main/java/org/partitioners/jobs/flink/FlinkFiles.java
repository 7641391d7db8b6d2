package org.partitioners.jobs.flink;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.run.FileStore;

/** Files as Flink sees them: local paths, and any file system that Flink is configured for. */
final class FlinkFiles implements FileStore {
  static final FlinkFiles STORE = new FlinkFiles();

  private static final long serialVersionUID = 1L;

  private FlinkFiles() {}

  /**
   * {@code path} as the cluster must know it: a local path made absolute against this process's
   * folder, a URI as it is.
   */
  @Override
  public String resolve(String option, String path) {
    try {
      if (path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
        return new Path(path).toString();
      }
      java.nio.file.Path absolute = java.nio.file.Path.of(path).toAbsolutePath().normalize();
      if (Files.exists(absolute)) {
        // Flink makes folders level by level, and stumbles over a link to one.
        absolute = absolute.toRealPath();
      }
      return new Path("file", null, absolute.toString()).toString();
    } catch (IllegalArgumentException | IOException invalid) {
      throw new UsageError(
          option + ": '" + path + "' is not a path: " + invalid.getMessage(), invalid);
    }
  }

  @Override
  public @Nullable Entry find(String path) throws IOException {
    Path file = new Path(path);
    FileSystem files = file.getFileSystem();
    return files.exists(file) ? entry(files.getFileStatus(file)) : null;
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    Path path = new Path(folder);
    FileStatus[] children = path.getFileSystem().listStatus(path);
    if (children == null) {
      throw new IOException(FileStore.shown(folder) + " cannot be listed");
    }
    List<Entry> entries = new ArrayList<>();
    for (FileStatus child : children) {
      entries.add(entry(child));
    }
    return entries;
  }

  private static Entry entry(FileStatus status) {
    Path path = status.getPath();
    return new Entry(path.toString(), path.getName(), status.isDir(), status.getLen());
  }

  @Override
  public InputStream open(String file) throws IOException {
    Path path = new Path(file);
    return path.getFileSystem().open(path);
  }

  @Override
  public OutputStream create(String file) throws IOException {
    Path path = new Path(file);
    return path.getFileSystem().create(path, FileSystem.WriteMode.OVERWRITE);
  }

  @Override
  public void makeFolders(String folder) throws IOException {
    Path path = new Path(folder);
    path.getFileSystem().mkdirs(path);
  }

  @Override
  public void delete(String path) throws IOException {
    Path file = new Path(path);
    file.getFileSystem().delete(file, false);
  }
}
