package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPartitionMapsTest extends HadoopPartitionMapsContract {

  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir java.nio.file.Path temporary;

  @Override
  FileSystem fileSystem() throws IOException {
    return FileSystem.getLocal(CONFIGURATION).getRawFileSystem();
  }

  @Override
  Path folder() {
    return new Path(temporary.toUri().getPath(), "maps");
  }

  @Test
  void writesNoFilesOfChecksumsBesides() throws IOException {
    LocalFileSystem checksumming = FileSystem.getLocal(CONFIGURATION);
    HadoopPartitionMaps.in(checksumming, folder()).publish(map(1, 0, 0));
    HadoopPartitionMaps.in(new Path(folder().toUri()), CONFIGURATION).publish(map(2, 0, 0));
    try (var files = Files.list(temporary.resolve("maps"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "epoch-0000000000000000001.json", "epoch-0000000000000000002.json");
    }
  }

  @Test
  void syncsTheNoteOfWhatIsCollectedBeforeItDeletes() throws IOException {
    store().publish(map(1, 0, 0));
    store().publish(map(2, 0, 0));
    List<String> operations = new ArrayList<>();
    FileSystem watched = new SteppedFileSystem(fileSystem(), operations::add);
    HadoopPartitionMaps.in(watched, folder(), AtomicCreate.HARD_LINK).collectGarbage(1);

    assertThat(operations.indexOf("hsync"))
        .isNotNegative()
        .isLessThan(operations.indexOf("delete"));
    assertThat(store().epochs()).containsExactly(2L);
  }

  @Test
  void refusesAFileSystemThatItDoesNotKnow() throws IOException {
    FileSystem unknown =
        new FilterFileSystem(fileSystem()) {
          @Override
          public URI getUri() {
            return URI.create("cellar://shelf");
          }
        };
    assertThatThrownBy(() -> HadoopPartitionMaps.in(unknown, folder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "fs: cellar://shelf is not known to create files atomically; on S3 enable"
                + " fs.s3a.create.conditional.enabled, elsewhere name an AtomicCreate that is safe");
  }
}
