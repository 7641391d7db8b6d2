package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStorePartitionMapsTest extends HadoopPartitionMapsContract {

  @TempDir java.nio.file.Path temporary;

  @Override
  ObjectStore fileSystem() throws IOException {
    return new ObjectStore(FileSystem.getLocal(new Configuration()).getRawFileSystem());
  }

  @Override
  Path folder() {
    return new Path(temporary.toUri().getPath(), "maps");
  }

  @Test
  void takesItsOwnMapForPublishedWhenTheAnswerWasLost() throws IOException {
    ObjectStore store = fileSystem();
    store.losesAnAnswer = true;
    HadoopPartitionMaps.in(store, folder()).publish(map(1, 0, 0));
    assertThat(store.losesAnAnswer).isFalse();
    assertThat(store().history()).containsExactly(map(1, 0, 0));
  }
}
