package org.partitioners.hadoop;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.io.TempDir;

/** On local files, with Hadoop's checksums beside them. */
class LocalPartitionedReaderTest extends PartitionedReaderContract {

  @TempDir java.nio.file.Path folder;

  @Override
  FileSystem fileSystem() throws IOException {
    return FileSystem.getLocal(new Configuration());
  }

  @Override
  Path folder() {
    return new Path(folder.toUri());
  }
}
