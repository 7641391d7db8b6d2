package org.partitioners.jobs.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.partitioners.jobs.cli.JobFailure;

/**
 * The processes of one folder's cluster, known by marks on their command lines. A pid file may
 * outlive its process and its number may be given to another; a lost file must not hide a process.
 * So the files are for people, and this class reads the process list.
 */
final class ClusterProcesses {
  private static final String FOLDER = "-Dorg.partitioners.cluster=";
  private static final String ROLE = "-Dorg.partitioners.cluster.role=";
  static final String JOB_MANAGER = "jobmanager";
  static final String TASK_MANAGER = "taskmanager";

  private final ClusterFolder folder;
  private final Duration grace;

  /** Processes get {@code grace} to end by themselves before they are killed. */
  ClusterProcesses(ClusterFolder folder, Duration grace) {
    this.folder = folder;
    this.grace = grace;
  }

  ClusterProcesses(ClusterFolder folder) {
    this(folder, Duration.ofSeconds(15));
  }

  record ClusterProcess(String role, ProcessHandle handle) {
    boolean isJobManager() {
      return role.equals(JOB_MANAGER);
    }
  }

  static List<String> marks(ClusterFolder folder, String role) {
    return List.of(FOLDER + folder.root(), ROLE + role);
  }

  /** The folder of the cluster that {@code process} belongs to, if it belongs to any. */
  static Optional<String> folderOf(ProcessHandle process) {
    return argument(process, FOLDER);
  }

  /** The living processes, JobManager first. */
  List<ClusterProcess> alive() {
    return ProcessHandle.allProcesses()
        .filter(this::isMarked)
        .map(handle -> new ClusterProcess(argument(handle, ROLE).orElse("unknown"), handle))
        .sorted(
            Comparator.comparing((ClusterProcess process) -> !process.isJobManager())
                .thenComparing(ClusterProcess::role))
        .toList();
  }

  /**
   * Ends all processes, TaskManagers first so that the JobManager sees them go.
   *
   * @return how many were ended
   * @throws JobFailure if one cannot be ended
   */
  int stop() {
    int ended = end(process -> !process.isJobManager()) + end(process -> true);
    try {
      ClusterFolder.delete(folder.pids());
      ClusterFolder.delete(folder.tmp());
    } catch (IOException e) {
      throw ClusterFolder.failure("cannot clean up " + folder.root(), e);
    }
    return ended;
  }

  private int end(Predicate<ClusterProcess> which) {
    List<ProcessHandle> handles =
        alive().stream().filter(which).map(ClusterProcess::handle).toList();
    handles.forEach(ProcessHandle::destroy);
    BooleanSupplier gone = () -> handles.stream().noneMatch(this::isMarked);
    if (!Waiting.until(gone, grace)) {
      handles.stream().filter(this::isMarked).forEach(ProcessHandle::destroyForcibly);
      if (!Waiting.until(gone, Duration.ofSeconds(10))) {
        throw new JobFailure(
            "cannot end the processes "
                + handles.stream().filter(this::isMarked).map(ProcessHandle::pid).toList()
                + " of "
                + folder.root());
      }
    }
    return handles.size();
  }

  /** An ended process its parent has not yet waited for has no arguments, hence no mark. */
  private boolean isMarked(ProcessHandle process) {
    return process.isAlive()
        && folderOf(process).filter(folder.root().toString()::equals).isPresent();
  }

  private static Optional<String> argument(ProcessHandle process, String prefix) {
    for (String argument : process.info().arguments().orElse(new String[0])) {
      if (argument.startsWith(prefix)) {
        return Optional.of(argument.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }
}
