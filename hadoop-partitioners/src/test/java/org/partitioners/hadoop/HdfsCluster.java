package org.partitioners.hadoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.server.namenode.EditLogFileOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real HDFS of one data node, started once for all classes that ask for it. */
final class HdfsCluster implements BeforeAllCallback {

  private static final AtomicInteger FOLDERS = new AtomicInteger();

  private @Nullable Running running;

  /** Stopped with the last test, by JUnit. */
  private record Running(MiniDFSCluster cluster) implements AutoCloseable {

    static Running start() {
      EditLogFileOutputStream.setShouldSkipFsyncForTesting(true);
      try {
        Path disks = Files.createTempDirectory(Path.of("target"), "hdfs");
        return new Running(new MiniDFSCluster.Builder(new Configuration(), disks.toFile()).build());
      } catch (IOException e) {
        throw new IllegalStateException("HDFS: did not start", e);
      }
    }

    @Override
    public void close() {
      cluster.shutdown();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(HdfsCluster.class))
            .getOrComputeIfAbsent(Running.class, unused -> Running.start(), Running.class);
  }

  FileSystem fileSystem() throws IOException {
    if (running == null) {
      throw new IllegalStateException("HDFS: not started; register it as a static extension");
    }
    return running.cluster().getFileSystem();
  }

  /** The path of a folder that nobody else uses and that is not there yet. */
  org.apache.hadoop.fs.Path newFolder() {
    return new org.apache.hadoop.fs.Path("/test/" + FOLDERS.incrementAndGet());
  }
}
