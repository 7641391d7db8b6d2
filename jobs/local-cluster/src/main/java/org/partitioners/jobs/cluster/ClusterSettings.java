package org.partitioners.jobs.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What a cluster is started with. Immutable.
 *
 * @param directory the cluster's folder; created when absent
 * @param restPort the REST API's and web UI's port, in [0..65535]; 0 takes any free one
 * @param rpcPort the JobManager's RPC port, in [0..65535]; 0 takes any free one
 * @param taskManagers TaskManager processes, in [1..64]
 * @param slots task slots per TaskManager, in [1..1024]
 * @param jobManagerMemory total process memory, as Flink writes sizes ({@code 1600m})
 * @param taskManagerMemory total process memory of each TaskManager ({@code 6g})
 * @param flink whose jars the processes run on
 * @param startTimeout how long all slots may take to register
 */
public record ClusterSettings(
    Path directory,
    int restPort,
    int rpcPort,
    int taskManagers,
    int slots,
    String jobManagerMemory,
    String taskManagerMemory,
    FlinkInstallation flink,
    Duration startTimeout) {

  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,9} ?(?i:[kmg]b?|bytes|b)");

  /**
   * @throws IllegalArgumentException if a value is outside its range; the message says which
   */
  public ClusterSettings {
    requireRange("port", restPort, 0, 65_535);
    requireRange("rpc-port", rpcPort, 0, 65_535);
    requireRange("taskmanagers", taskManagers, 1, 64);
    requireRange("slots", slots, 1, 1024);
    requireSize("jobmanager-memory", jobManagerMemory);
    requireSize("taskmanager-memory", taskManagerMemory);
    if (restPort == rpcPort && restPort != 0) {
      throw new IllegalArgumentException("port: " + restPort + " is rpc-port too; choose another");
    }
    directory = ClusterFolder.canonical(directory);
    if (directory.toString().matches(".*[:,\"\\n\\r].*")) {
      throw new IllegalArgumentException(
          "dir: "
              + directory
              + " contains a colon, comma, quote or line break, which class paths cannot hold");
    }
  }

  /** Ports 8081 and 6123, one TaskManager of 8 slots, 1600m and 6g, two minutes to start. */
  public static ClusterSettings of(Path directory, FlinkInstallation flink) {
    return new ClusterSettings(
        directory, 8081, 6123, 1, 8, "1600m", "6g", flink, Duration.ofMinutes(2));
  }

  /** These settings on the given ports; 0 takes any free one. */
  public ClusterSettings withPorts(int rest, int rpc) {
    return new ClusterSettings(
        directory,
        rest,
        rpc,
        taskManagers,
        slots,
        jobManagerMemory,
        taskManagerMemory,
        flink,
        startTimeout);
  }

  /** These settings with so many TaskManagers of so many slots each. */
  public ClusterSettings withTaskManagers(int count, int slotsEach) {
    return new ClusterSettings(
        directory,
        restPort,
        rpcPort,
        count,
        slotsEach,
        jobManagerMemory,
        taskManagerMemory,
        flink,
        startTimeout);
  }

  /** These settings with the given process sizes. */
  public ClusterSettings withMemory(String jobManager, String taskManager) {
    return new ClusterSettings(
        directory,
        restPort,
        rpcPort,
        taskManagers,
        slots,
        jobManager,
        taskManager,
        flink,
        startTimeout);
  }

  /** Slots of the whole cluster. */
  public int totalSlots() {
    return taskManagers * slots;
  }

  private static void requireRange(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          name + ": " + value + " not in [" + low + ".." + high + "]");
    }
  }

  private static void requireSize(String name, String value) {
    if (!SIZE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          name + ": " + value + " is not a size; write for example 1600m or 6g");
    }
  }
}
