package org.partitioners.flink.map;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/** Local files under the scheme {@code watched}, where a test can do something before commits. */
public final class WatchedFiles extends LocalFileSystem {
  private static final String SCHEME = "watched";
  private static final Map<String, Commit> BEFORE = new ConcurrentHashMap<>();

  /** What is done before each commit of a file, also after a restore. */
  interface Commit {
    void begins() throws IOException;
  }

  /** Makes them. */
  public static final class Factory implements FileSystemFactory {
    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
      return new WatchedFiles();
    }
  }

  /** The folder by the scheme. */
  static String in(Path folder, Commit before) {
    BEFORE.put(folder.toString(), before);
    return SCHEME + "://" + folder;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public LocalRecoverableWriter createRecoverableWriter() {
    return new LocalRecoverableWriter(this) {
      @Override
      public RecoverableFsDataOutputStream.Committer recoverForCommit(
          RecoverableWriter.CommitRecoverable file) throws IOException {
        for (Map.Entry<String, Commit> each : BEFORE.entrySet()) {
          if (file.toString().contains(each.getKey())) {
            each.getValue().begins();
          }
        }
        return super.recoverForCommit(file);
      }
    };
  }
}
