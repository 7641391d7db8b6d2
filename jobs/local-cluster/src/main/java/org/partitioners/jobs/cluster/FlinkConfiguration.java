package org.partitioners.jobs.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A cluster's {@code config.yaml}, flat keys, one per line. */
final class FlinkConfiguration {
  private FlinkConfiguration() {}

  /** Renders the configuration for settings whose ports are chosen. */
  static String render(ClusterSettings settings, ClusterFolder folder) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("jobmanager.rpc.address", "127.0.0.1");
    options.put("jobmanager.rpc.port", settings.rpcPort());
    options.put("jobmanager.bind-host", "127.0.0.1");
    options.put("jobmanager.memory.process.size", settings.jobManagerMemory());
    options.put("taskmanager.host", "127.0.0.1");
    options.put("taskmanager.bind-host", "127.0.0.1");
    options.put("taskmanager.memory.process.size", settings.taskManagerMemory());
    // Heap state needs heap, and one machine's shuffles few buffers.
    options.put("taskmanager.memory.managed.fraction", "0.1");
    options.put("taskmanager.memory.network.max", "512m");
    options.put("taskmanager.numberOfTaskSlots", settings.slots());
    options.put("parallelism.default", settings.totalSlots());
    options.put("rest.address", "127.0.0.1");
    options.put("rest.bind-address", "127.0.0.1");
    options.put("rest.port", settings.restPort());
    options.put("rest.bind-port", settings.restPort());
    // Progress displays poll; Flink's 10 s and 3 s would show them stale numbers.
    options.put("metrics.fetcher.update-interval", 1000);
    options.put("web.refresh-interval", 500);
    // Stopping waits this long for someone to ask how a triggered checkpoint went.
    options.put("rest.async.store-duration", "1 s");
    // TaskManagers start beside the JobManager: Flink's 10 s between attempts would be felt.
    options.put("cluster.registration.error-delay", 500);
    options.put("execution.checkpointing.dir", uri(folder.checkpoints()));
    options.put("execution.checkpointing.savepoint-dir", uri(folder.savepoints()));
    options.put("io.tmp.dirs", folder.tmp());
    return options.entrySet().stream()
        .map(option -> option.getKey() + ": " + scalar(option.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String uri(Path path) {
    return path.toUri().toString();
  }

  /** Numbers as they are, the rest single-quoted, as YAML 1.2 wants it. */
  private static String scalar(Object value) {
    return value instanceof Integer
        ? value.toString()
        : "'" + value.toString().replace("'", "''") + "'";
  }
}
