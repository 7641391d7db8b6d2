package org.partitioners.hadoop;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.partitioners.map.Epochs;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.map.StaleEpochException;

/**
 * Partition maps in a folder of any Hadoop file system: a JSON file for each epoch, {@code
 * epoch-NUMBER.json}, with a checksum inside.
 *
 * <p>A map is written aside, synced to the disks and then given its name in one step that fails if
 * the name is taken (on object stores: written on condition that it is not). So whoever dies while
 * publishing leaves the old maps or the old and the new one, and of several publishers one wins.
 * Another's temporary files are ignored, and deleted by {@link #collectGarbage}. What the step is
 * depends on the file system: {@link AtomicCreate}.
 *
 * <p>Collecting leaves a note of how far it got, {@code collected-NUMBER}, synced, too, before it
 * deletes: a publisher who slept through that finds its epoch free, but its map is never seen and
 * it is told so. Where a file system fails in between and the very same bytes are found under the
 * map's name, its answer was lost and the map is published. A {@link #publish} that fails with an
 * {@link IOException} other than {@link StaleEpochException} leaves open whether it is: read {@link
 * #at} and compare before trying again.
 *
 * <p>Every call lists the folder; nothing is kept in memory. Thread-safe where the file system is.
 */
public final class HadoopPartitionMaps implements PartitionMapStore {

  private static final byte[] NOTHING = {};

  private final FileSystem fs;
  private final Path folder;
  private final AtomicCreate create;

  private HadoopPartitionMaps(FileSystem fs, Path folder, AtomicCreate create) {
    this.fs = requireNonNull(fs, "fs");
    this.folder = requireNonNull(folder, "folder");
    this.create = requireNonNull(create, "create");
  }

  /**
   * The store in a folder, which is made when a map is published; its file system is found by the
   * path.
   *
   * @throws IllegalArgumentException if that is not known to create files atomically
   */
  public static HadoopPartitionMaps in(Path folder, Configuration configuration)
      throws IOException {
    return in(folder.getFileSystem(configuration), folder);
  }

  /**
   * The store in a folder of a file system.
   *
   * @throws IllegalArgumentException if that is not known to create files atomically
   */
  public static HadoopPartitionMaps in(FileSystem fs, Path folder) throws IOException {
    // Its separate files of checksums cannot be created in the same step, and maps have their own.
    FileSystem raw = fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
    return in(raw, folder, AtomicCreate.on(raw, folder));
  }

  /** The store in a folder of a file system of which the caller knows how files are created. */
  public static HadoopPartitionMaps in(FileSystem fs, Path folder, AtomicCreate create) {
    return new HadoopPartitionMaps(fs, folder, create);
  }

  /** The folder. */
  @Override
  public String toString() {
    return folder.toString();
  }

  private StoreFolder list() throws IOException {
    return StoreFolder.list(fs, folder);
  }

  @Override
  public List<Long> epochs() throws IOException {
    return list().epochs();
  }

  @Override
  public Optional<PartitionMap> at(long epoch) throws IOException {
    if (!epochs().contains(epoch)) {
      return Optional.empty();
    }
    Path path = StoreFolder.epoch(folder, epoch);
    byte[] file;
    try {
      file = AtomicCreate.read(fs, path);
    } catch (FileNotFoundException e) {
      return Optional.empty(); // Collected since.
    }
    PartitionMap map = MapFile.read(file, path);
    if (map.epoch() != epoch) {
      throw new IOException(
          path + ": is damaged, it holds epoch " + map.epoch() + "; restore it from a copy");
    }
    return Optional.of(map);
  }

  @Override
  public void publish(PartitionMap map) throws IOException {
    long epoch = map.epoch();
    Epochs.checkNext(epoch, list().latest());
    byte[] file = MapFile.write(map);
    fs.mkdirs(folder);
    Path target = StoreFolder.epoch(folder, epoch);
    try {
      create.write(fs, target, StoreFolder.temporary(folder, epoch), file);
    } catch (FileAlreadyExistsException e) {
      throw staleOr(e, epoch);
    } catch (IOException e) {
      // The answer may have been lost and not the map.
      if (!AtomicCreate.holds(fs, target, file)) {
        throw staleOr(e, epoch);
      }
    }
    StoreFolder after = list();
    if (after.collected() >= epoch) {
      throw new StaleEpochException(epoch, after.latest());
    }
  }

  /** What a failure is due to: others may even have collected what was about to be written. */
  private IOException staleOr(IOException failure, long epoch) throws IOException {
    long latest = list().latest();
    if (latest < epoch) {
      return failure;
    }
    StaleEpochException stale = new StaleEpochException(epoch, latest);
    stale.initCause(failure);
    return stale;
  }

  @Override
  public void collectGarbage(int keep) throws IOException {
    Epochs.checkKeep(keep);
    StoreFolder before = list();
    if (before.epochs().size() > keep) {
      noteCollected(before.latest() - keep, before.latest() + 1);
    }
    for (Path litter : list().litter()) {
      fs.delete(litter, false);
    }
  }

  /** Leaves the note, on the disks as maps are: it must outlive what is deleted by it. */
  private void noteCollected(long epoch, long next) throws IOException {
    Path note = StoreFolder.collected(folder, epoch);
    try {
      // A temporary file of the next epoch is no litter to those who collect at the same time.
      create.write(fs, note, StoreFolder.temporary(folder, next), NOTHING);
    } catch (IOException e) {
      // The answer may have been lost, or another have collected as much.
      if (list().collected() < epoch) {
        throw e;
      }
    }
  }
}
