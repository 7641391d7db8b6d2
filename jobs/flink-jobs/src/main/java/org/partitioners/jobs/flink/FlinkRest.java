package org.partitioners.jobs.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.partitioners.PartitionLoad;
import org.partitioners.jobs.cli.JobFailure;

/** The few questions a job asks a cluster over Flink's REST interface. */
final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();

  // A JobManager that has just started, or is electing its leader, answers 503 for a while.
  private static final int BUSY = 503;
  private static final int OK = 200;
  private static final int PATIENCE = 120;
  private static final long RETRY_MILLIS = 250;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI root;
  private boolean answered;

  FlinkRest(URI root) {
    this.root = root;
  }

  /** A job's state: {@code state} of the REST interface, its run time, and its operators. */
  record JobState(String name, long durationMillis, List<Vertex> vertices) {
    boolean isFinal() {
      return switch (name) {
        case "FINISHED", "FAILED", "CANCELED" -> true;
        default -> false;
      };
    }
  }

  /** A chain of operators, named after them. */
  record Vertex(String id, String name) {
    boolean isHeadedBy(String operator) {
      return name.equals(operator) || name.startsWith(operator + " ->");
    }

    /** Whether it is one of a chain that does not branch before it. */
    boolean contains(String operator) {
      return isHeadedBy(operator)
          || name.endsWith("-> " + operator)
          || name.contains("-> " + operator + " ->")
          || name.contains("-> (" + operator)
          || name.contains(", " + operator);
    }
  }

  /**
   * What a vertex has received.
   *
   * @param complete whether the cluster has heard from every subtask; where it has not, the count
   *     is 0
   */
  record RecordsRead(PartitionLoad load, boolean complete) {}

  /**
   * The cluster's free slots, as soon as they are {@code wanted}; those there are after ten
   * seconds, for its TaskManagers may still be registering or freeing slots of the run before.
   */
  int freeSlots(int wanted) throws IOException, InterruptedException {
    int free = get("/overview").path("slots-available").asInt();
    for (int patience = PATIENCE / 3; free < wanted && patience > 0; patience--) {
      Thread.sleep(RETRY_MILLIS);
      free = get("/overview").path("slots-available").asInt();
    }
    return free;
  }

  /**
   * Refuses a cluster that has not as many free slots as a job has subtasks.
   *
   * @throws JobFailure if it has not, or there is none
   */
  void requireSlots(int parallelism) {
    try {
      int free = freeSlots(parallelism);
      if (free < parallelism) {
        throw new JobFailure(
            String.format(
                "--parallelism: %d needs as many free slots; the cluster at %s has %d",
                parallelism, root, free));
      }
    } catch (IOException unreachable) {
      throw JobFailure.because("--jobmanager: no Flink answers at " + root, unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new JobFailure("interrupted", interrupted);
    }
  }

  JobState job(JobID id) throws IOException, InterruptedException {
    JsonNode job = get("/jobs/" + id);
    List<Vertex> vertices = new ArrayList<>();
    for (JsonNode vertex : job.path("vertices")) {
      vertices.add(new Vertex(vertex.path("id").asText(), vertex.path("name").asText()));
    }
    return new JobState(job.path("state").asText(), job.path("duration").asLong(), vertices);
  }

  /**
   * Records that have reached each subtask of a vertex: as the cluster last heard, which may be as
   * long ago as its {@code metrics.fetcher.update-interval}.
   */
  RecordsRead recordsRead(JobID id, Vertex vertex) throws IOException, InterruptedException {
    JsonNode subtasks = get("/jobs/" + id + "/vertices/" + vertex.id()).path("subtasks");
    long[] records = new long[subtasks.size()];
    boolean complete = records.length > 0;
    for (int i = 0; i < records.length; i++) {
      JsonNode subtask = subtasks.get(i);
      JsonNode metrics = subtask.path("metrics");
      records[subtask.path("subtask").asInt(i)] = metrics.path("read-records").asLong();
      complete &= metrics.path("read-records-complete").asBoolean();
    }
    return new RecordsRead(PartitionLoad.of(records), complete);
  }

  /**
   * Records that have reached an operator, all subtasks together, as the cluster last heard; 0 if
   * it has not.
   */
  long recordsIn(JobID id, JobState state, String operator)
      throws IOException, InterruptedException {
    for (Vertex vertex : state.vertices()) {
      if (vertex.contains(operator)) {
        String path = "/jobs/" + id + "/vertices/" + vertex.id() + "/subtasks/metrics";
        JsonNode sum = get(path + "?agg=sum&get=" + operator + ".numRecordsIn").path(0).path("sum");
        return (long) sum.asDouble();
      }
    }
    return 0;
  }

  /** Asks for a checkpoint now; whether it is taken is up to the cluster. */
  void triggerCheckpoint(JobID id) throws IOException, InterruptedException {
    HttpRequest request =
        request("/jobs/" + id + "/checkpoints")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"checkpointType\":\"CONFIGURED\"}"))
            .build();
    // Any answer will do: the job may have just ended, or a checkpoint may be under way.
    http.send(request, HttpResponse.BodyHandlers.discarding());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(20));
  }

  /**
   * Asks until there is an answer. Before the first one ever, an address where nobody listens fails
   * at once; after it, the cluster gets half a minute to come back.
   */
  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = request(path).build();
    for (int patience = PATIENCE; ; patience--) {
      try {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() == OK) {
          answered = true;
          return JSON.readTree(response.body());
        }
        if (response.statusCode() != BUSY || patience == 0) {
          throw new UnexpectedAnswer(request.uri(), response.statusCode());
        }
      } catch (UnexpectedAnswer refused) {
        throw refused;
      } catch (IOException unreachable) {
        if (!answered || patience == 0) {
          throw unreachable;
        }
      }
      Thread.sleep(RETRY_MILLIS);
    }
  }

  private static final class UnexpectedAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    UnexpectedAnswer(URI uri, int status) {
      super("GET " + uri + " answered " + status);
    }
  }
}
