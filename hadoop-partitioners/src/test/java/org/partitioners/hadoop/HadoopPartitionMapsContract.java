package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.hadoop.SteppedFileSystem.Died;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.map.PartitionMapStoreContract;
import org.partitioners.map.StaleEpochException;

/** What the store keeps on every file system, whoever dies when. */
abstract class HadoopPartitionMapsContract extends PartitionMapStoreContract {

  private enum Outcome {
    OLD,
    NEW
  }

  /** The file system that is used; the same in all calls of a test. */
  abstract FileSystem fileSystem() throws IOException;

  /** A folder of the test's own. */
  abstract Path folder();

  @Override
  protected PartitionMapStore store() throws IOException {
    return in(fileSystem(), folder());
  }

  private HadoopPartitionMaps in(FileSystem fs, Path folder) throws IOException {
    return HadoopPartitionMaps.in(fs, folder, AtomicCreate.on(fileSystem(), folder));
  }

  private List<String> files(Path folder) throws IOException {
    return Arrays.stream(fileSystem().listStatus(folder))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void leavesTheOldOrTheNewMapWhereverAPublisherDies(int before) throws IOException {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    int steps = 0;
    boolean done = false;
    while (!done) {
      Path folder = new Path(folder(), "publish-" + before + "-" + steps);
      HadoopPartitionMaps healthy = in(fileSystem(), folder);
      for (long epoch = 1; epoch <= before; epoch++) {
        healthy.publish(map(epoch, 0, 0));
      }
      PartitionMap next = map(before + 1, 0, 1);
      try {
        in(SteppedFileSystem.dying(fileSystem(), steps), folder).publish(next);
        done = true;
      } catch (Died e) {
        steps++;
      }

      long latest = healthy.latestEpoch();
      outcomes.add(latest == before ? Outcome.OLD : Outcome.NEW);
      if (latest == before) {
        assertThat(healthy.latest()).isEqualTo(healthy.at(before));
        assertThat(healthy.history()).hasSize(before);
        assertThat(done).isFalse();
      } else {
        assertThat(healthy.latest()).contains(next);
        assertThat(healthy.history()).hasSize(before + 1);
      }
      PartitionMap after = map(latest + 1, 0, 2);
      healthy.publish(after);
      assertThat(healthy.latest()).contains(after);
      healthy.collectGarbage(100);
      assertThat(files(folder))
          .hasSize((int) latest + 1)
          .allMatch(name -> name.startsWith("epoch"));
    }
    assertThat(steps).as("steps of a publish").isGreaterThanOrEqualTo(6);
    assertThat(outcomes).containsExactlyInAnyOrder(Outcome.values());
  }

  @Test
  void staysWholeWhereverACollectorDies() throws IOException {
    int steps = 0;
    boolean done = false;
    while (!done) {
      Path folder = new Path(folder(), "collect-" + steps);
      HadoopPartitionMaps healthy = in(fileSystem(), folder);
      for (long epoch = 1; epoch <= 4; epoch++) {
        healthy.publish(map(epoch, 0, 0));
        if (epoch == 2) {
          healthy.collectGarbage(1);
        }
      }
      try {
        in(SteppedFileSystem.dying(fileSystem(), steps), folder).collectGarbage(1);
        done = true;
      } catch (Died e) {
        steps++;
      }
      assertThat(healthy.epochs()).isIn(List.of(2L, 3L, 4L), List.of(4L));
      assertThat(healthy.history()).hasSize(healthy.epochs().size());
      healthy.publish(map(5, 0, 0));
      healthy.collectGarbage(1);
      assertThat(healthy.epochs()).containsExactly(5L);
      assertThat(files(folder))
          .containsExactly("collected-0000000000000000004", "epoch-0000000000000000005.json");
    }
    assertThat(steps).as("steps of a collection").isGreaterThanOrEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "write", "close"})
  void fencesWhoSleepsWhileItsEpochIsPublishedAndCollected(String operation) throws IOException {
    PartitionMapStore store = store();
    store.publish(map(1, 0, 0));
    boolean[] slept = {false};
    SteppedFileSystem sleepy =
        new SteppedFileSystem(
            fileSystem(),
            next -> {
              if (next.startsWith(operation) && !slept[0]) {
                slept[0] = true;
                publishAndCollect(store);
              }
            });
    assertThatThrownBy(() -> in(sleepy, folder()).publish(map(2, 0, 1)))
        .isInstanceOf(StaleEpochException.class)
        .hasMessageStartingWith("epoch: 2 has been published by another, the latest is 4;");
    assertThat(slept).containsExactly(true);
    assertThat(store.epochs()).containsExactly(4L);
    assertThat(store.at(2)).isEmpty();
    store.publish(map(5, 0, 0));
    store.collectGarbage(2);
    assertThat(files(folder()))
        .containsExactly(
            "collected-0000000000000000003",
            "epoch-0000000000000000004.json",
            "epoch-0000000000000000005.json");
  }

  private static void publishAndCollect(PartitionMapStore store) {
    try {
      store.publish(map(2, 0, 0));
      store.publish(map(3, 0, 0));
      store.publish(map(4, 0, 0));
      store.collectGarbage(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void readsNothingElseThanEpochs() throws IOException {
    store().publish(map(1, 0, 0));
    for (String name :
        List.of(
            "epoch-9.json",
            "epoch-0000000000000000009.json.bak",
            "notes.txt",
            "_SUCCESS",
            "epoch-0000000000000000000.json",
            "epoch-9223372036854775808.json",
            "collected-9999999999999999999",
            "_epoch-9999999999999999999.x.tmp")) {
      fileSystem().create(new Path(folder(), name)).close();
    }
    assertThat(store().epochs()).containsExactly(1L);
    store().collectGarbage(1);
    assertThat(files(folder())).hasSize(9);
  }

  @Test
  void refusesADamagedFile() throws IOException {
    store().publish(map(1, 0, 0));
    store().publish(map(2, 0, 0));
    Path path = StoreFolder.epoch(folder(), 2);
    byte[] whole = AtomicCreate.read(fileSystem(), path);
    write(path, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> store().latest())
        .isInstanceOf(IOException.class)
        .hasMessage(
            path
                + ": is damaged, its checksum is not that of its contents; restore it from a copy");
    assertThat(store().at(1)).contains(map(1, 0, 0));
    write(path, AtomicCreate.read(fileSystem(), StoreFolder.epoch(folder(), 1)));
    assertThatThrownBy(() -> store().at(2))
        .hasMessage(path + ": is damaged, it holds epoch 1; restore it from a copy");
  }

  @Test
  void refusesAFolderInWhichAnEpochIsMissing() throws IOException {
    for (long epoch = 1; epoch <= 3; epoch++) {
      store().publish(map(epoch, 0, 0));
    }
    fileSystem().delete(StoreFolder.epoch(folder(), 2), false);
    assertThatThrownBy(() -> store().latest())
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder()
                + ": is damaged, of the epochs from 1 on there are only [1, 3]; restore the others"
                + " from a copy");
    fileSystem().delete(StoreFolder.epoch(folder(), 1), false);
    fileSystem().delete(StoreFolder.epoch(folder(), 3), false);
    fileSystem().create(StoreFolder.collected(folder(), 2)).close();
    assertThatThrownBy(() -> store().publish(map(1, 0, 0)))
        .hasMessageContaining("of the epochs from 3 on there are only []");
  }

  private void write(Path path, byte[] content) throws IOException {
    fileSystem().delete(path, false);
    try (FSDataOutputStream out = fileSystem().create(path)) {
      out.write(content);
    }
  }

  @Test
  void tellsOfAReadThatFails() throws IOException {
    store().publish(map(1, 0, 0));
    SteppedFileSystem broken =
        new SteppedFileSystem(
            fileSystem(),
            operation -> {
              if (operation.equals("open")) {
                throw new IllegalStateException("no network");
              }
            });
    assertThatThrownBy(() -> in(broken, folder()).latest()).hasMessage("no network");
    assertThatThrownBy(() -> AtomicCreate.read(fileSystem(), new Path(folder(), "none")))
        .isInstanceOf(FileNotFoundException.class);
  }
}
