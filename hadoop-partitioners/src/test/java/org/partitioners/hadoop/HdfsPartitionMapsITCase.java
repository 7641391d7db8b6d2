package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real HDFS of one data node. */
@Tag("hdfs")
class HdfsPartitionMapsITCase extends HadoopPartitionMapsContract {

  @RegisterExtension static final HdfsCluster HDFS = new HdfsCluster();

  private final Path folder = HDFS.newFolder();

  @Override
  FileSystem fileSystem() throws IOException {
    return HDFS.fileSystem();
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
