package org.partitioners.jobs.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.layout.LookUp;
import org.partitioners.jobs.run.LocalFiles;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.map.PartitionMap;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;

/** Maps that appear together or not at all. */
class DataMapsTest {
  private static final RangePartitioner<Long> BY_1000 =
      RangePartitioner.of(RangeBoundaries.of(List.of(1000L)));
  private static final PartitionMap FIRST = LookUp.always(BY_1000, List.of("a", "b")).map(1);
  private static final PartitionMap SECOND =
      new LookUp(Instant.ofEpochMilli(2000), BY_1000, List.of("a", "c")).map(2);

  @TempDir Path root;
  private OutputFolder output;
  private Path data;

  @BeforeEach
  void nameFolders() {
    output = new OutputFolder(new LocalFiles(), root.toString(), Set.of("ranges"));
    data = root.resolve("ranges");
  }

  private void publish(PartitionMap... maps) {
    DataMaps.publish(output.files(), data.toString(), List.of(maps));
  }

  @Test
  void allAppearTogether() throws IOException {
    publish(FIRST, SECOND);

    assertThat(data).isDirectoryNotContaining("glob:**_maps");
    assertThat(DataMaps.in(new org.apache.hadoop.fs.Path(data.toString())).epochs())
        .containsExactly(1L, 2L);
    assertThat(DataLookup.in(data.toString()).partitions()).isEqualTo(3);
  }

  @Test
  void whoDiesInBetweenHasPublishedNone() throws IOException {
    assertThatExceptionOfType(JobFailure.class)
        .isThrownBy(() -> publish(FIRST, FIRST))
        .withMessageStartingWith("cannot publish the map of " + data + " in maps: epoch: 1");

    assertThat(data.resolve("maps")).doesNotExist();
    assertThat(data.resolve("_maps/epoch-0000000000000000001.json")).exists();
    assertThatExceptionOfType(UsageError.class)
        .isThrownBy(() -> DataLookup.in(data.toString()))
        .withMessage(
            "--data: %s has no partition map in maps/; name a strategy's folder, OUTPUT/STRATEGY",
            data);
  }

  @Test
  void whatADeadRunLeftIsTakenAway() throws IOException {
    assertThatExceptionOfType(JobFailure.class).isThrownBy(() -> publish(FIRST, FIRST));
    Files.createFile(data.resolve("_maps/_epoch-0000000000000000002.12-ab.tmp"));
    assertThatExceptionOfType(JobFailure.class)
        .isThrownBy(() -> publish(FIRST, SECOND))
        .withMessage(
            "cannot publish the map of %s in maps: _maps: is there already;"
                + " let each run have a folder of its own",
            data);

    output.clear();

    assertThat(data).doesNotExist();
    publish(FIRST, SECOND);
    assertThat(data.resolve("maps")).isNotEmptyDirectory();
  }

  @Test
  void whereThereAreMapsAlreadyNoneIsPublished() {
    publish(FIRST);

    assertThatExceptionOfType(JobFailure.class)
        .isThrownBy(() -> publish(FIRST, SECOND))
        .withMessage(
            "cannot publish the map of %s in maps: maps: is there already;"
                + " let each run have a folder of its own",
            data);
    assertThat(data).isDirectoryNotContaining("glob:**_maps");
  }

  @Test
  void othersFilesAmongMapsAreRefusedBeforeARun() throws IOException {
    publish(FIRST);
    Path mine = Files.writeString(data.resolve("maps/mine.txt"), "keep me");

    assertThatExceptionOfType(UsageError.class)
        .isThrownBy(output::clear)
        .withMessage(
            "--output: %s holds what no job has written; choose another folder",
            data.resolve("maps"));

    assertThat(mine).hasContent("keep me");
  }
}
