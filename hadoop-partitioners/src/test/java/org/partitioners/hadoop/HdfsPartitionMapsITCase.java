package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.server.namenode.EditLogFileOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real HDFS of one data node. */
@Tag("hdfs")
class HdfsPartitionMapsITCase extends HadoopPartitionMapsContract {

  private static final AtomicInteger TESTS = new AtomicInteger();
  private static MiniDFSCluster cluster;

  private final Path folder = new Path("/maps/" + TESTS.incrementAndGet());

  @BeforeAll
  static void start(@TempDir java.nio.file.Path disks) throws IOException {
    EditLogFileOutputStream.setShouldSkipFsyncForTesting(true);
    cluster = new MiniDFSCluster.Builder(new Configuration(), disks.toFile()).build();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Override
  FileSystem fileSystem() throws IOException {
    return cluster.getFileSystem();
  }

  @Override
  Path folder() {
    return folder;
  }

  @Test
  void createsByRenaming() throws IOException {
    assertThat(AtomicCreate.on(fileSystem(), folder)).isEqualTo(AtomicCreate.RENAME);
  }
}
