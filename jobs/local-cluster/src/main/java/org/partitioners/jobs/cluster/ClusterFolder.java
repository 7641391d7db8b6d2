package org.partitioners.jobs.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.partitioners.jobs.cli.JobFailure;

/** The folder a cluster lives in. */
record ClusterFolder(Path root) {

  ClusterFolder {
    root = canonical(root);
  }

  /** One name per folder, whatever links lead to it, also before it exists. */
  static Path canonical(Path path) {
    try {
      return path.toFile().getCanonicalFile().toPath();
    } catch (IOException e) {
      throw failure("cannot resolve " + path, e);
    }
  }

  Path conf() {
    return root.resolve("conf");
  }

  Path lib() {
    return root.resolve("lib");
  }

  Path plugins() {
    return root.resolve("plugins");
  }

  Path log() {
    return root.resolve("log");
  }

  Path pids() {
    return root.resolve("pids");
  }

  Path checkpoints() {
    return root.resolve("checkpoints");
  }

  Path savepoints() {
    return root.resolve("savepoints");
  }

  Path tmp() {
    return root.resolve("tmp");
  }

  Path settings() {
    return root.resolve("cluster.properties");
  }

  /** The logs of the start before the last one. */
  Path previousLog() {
    return log().resolve("previous");
  }

  /** Makes the folder ready for a start: empty lib, pids and tmp, logs put aside, the rest kept. */
  void prepare(FlinkInstallation flink) throws IOException {
    for (Path fresh : List.of(lib(), pids(), tmp(), previousLog())) {
      delete(fresh);
    }
    Files.createDirectories(previousLog());
    for (Path old :
        files(log(), name -> name.startsWith("jobmanager") || name.startsWith("taskmanager"))) {
      Files.move(old, previousLog().resolve(old.getFileName()));
    }
    for (Path folder :
        List.of(conf(), lib(), plugins(), log(), pids(), checkpoints(), savepoints(), tmp())) {
      Files.createDirectories(folder);
    }
    if (flink.home().isEmpty()) {
      for (Path jar : jars(flink.lib())) {
        link(lib().resolve(jar.getFileName()), jar);
      }
    }
  }

  /** The jars processes of this cluster run on, in the order of their names. */
  List<Path> classPath(FlinkInstallation flink) {
    return jars(libOf(flink));
  }

  /** A distribution's own folder; else this folder's links, once a start has made them. */
  Path libOf(FlinkInstallation flink) {
    return flink.home().isEmpty() && Files.isDirectory(lib()) ? lib() : flink.lib();
  }

  Path plugins(FlinkInstallation flink) {
    return flink.home().map(home -> home.resolve("plugins")).orElse(plugins());
  }

  /**
   * Does {@code work} while no other command works in this folder.
   *
   * @throws JobFailure if another command holds the lock
   */
  <T> T locked(Supplier<T> work) {
    try {
      Files.createDirectories(root);
      try (FileChannel channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (!isLocked(channel)) {
          throw new JobFailure(
              "another local-cluster command is at work in "
                  + root
                  + "; try again when it is done");
        }
        return work.get();
      }
    } catch (IOException e) {
      throw failure("cannot write to " + root, e);
    }
  }

  static List<Path> jars(Path folder) {
    return files(folder, name -> name.endsWith(".jar"));
  }

  private static List<Path> files(Path folder, Predicate<String> name) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> name.test(file.getFileName().toString())).sorted().toList();
    } catch (IOException e) {
      throw failure("cannot read " + folder, e);
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** The messages of file exceptions are bare paths: name their kind too. */
  static JobFailure failure(String what, IOException e) {
    String kind = e instanceof FileSystemException ? " (" + e.getClass().getSimpleName() + ")" : "";
    return JobFailure.because(what + kind, e);
  }

  private static void link(Path link, Path jar) throws IOException {
    try {
      Files.createLink(link, jar);
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(jar, link);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
