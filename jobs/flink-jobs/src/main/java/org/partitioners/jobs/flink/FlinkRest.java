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

/** The few questions a job asks a cluster over Flink's REST interface. */
final class FlinkRest {
  private static final ObjectMapper JSON = new ObjectMapper();

  // A JobManager that has just started, or is electing its leader, answers 503 for a while.
  private static final int BUSY = 503;
  private static final int PATIENCE = 120;
  private static final long RETRY_MILLIS = 250;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI root;

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
  }

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

  JobState job(JobID id) throws IOException, InterruptedException {
    JsonNode job = get("/jobs/" + id);
    List<Vertex> vertices = new ArrayList<>();
    for (JsonNode vertex : job.path("vertices")) {
      vertices.add(new Vertex(vertex.path("id").asText(), vertex.path("name").asText()));
    }
    return new JobState(job.path("state").asText(), job.path("duration").asLong(), vertices);
  }

  /** Records that have reached each subtask of a vertex so far. */
  long[] recordsRead(JobID id, Vertex vertex) throws IOException, InterruptedException {
    JsonNode subtasks = get("/jobs/" + id + "/vertices/" + vertex.id()).path("subtasks");
    long[] records = new long[subtasks.size()];
    for (int i = 0; i < records.length; i++) {
      JsonNode subtask = subtasks.get(i);
      records[subtask.path("subtask").asInt(i)] =
          subtask.path("metrics").path("read-records").asLong();
    }
    return records;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(20)).build();
    HttpResponse<byte[]> response = send(request);
    for (int patience = PATIENCE; response.statusCode() == BUSY && patience > 0; patience--) {
      Thread.sleep(RETRY_MILLIS);
      response = send(request);
    }
    if (response.statusCode() != 200) {
      throw new IOException("GET " + request.uri() + " answered " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
