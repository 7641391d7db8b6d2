package org.partitioners.jobs.cluster;

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
import java.util.Optional;
import org.partitioners.jobs.cli.JobFailure;

/** What this module asks of Flink's REST API. */
final class ClusterRest {
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final ObjectMapper json = new ObjectMapper();
  private final URI root;

  ClusterRest(URI root) {
    this.root = root;
  }

  static ClusterRest at(int port) {
    return new ClusterRest(uri(port));
  }

  static URI uri(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  record Overview(int taskManagers, int slots, int freeSlots, int runningJobs) {}

  record Job(String id, String name, String state, Duration age) {}

  /** The cluster's state, or nothing while it does not answer. */
  Optional<Overview> overview() {
    return get("/overview")
        .map(
            node ->
                new Overview(
                    node.path("taskmanagers").asInt(),
                    node.path("slots-total").asInt(),
                    node.path("slots-available").asInt(),
                    node.path("jobs-running").asInt()));
  }

  /** Jobs that have not ended. */
  List<Job> activeJobs() {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode node :
        get("/jobs/overview").map(all -> all.path("jobs")).orElse(json.nullNode())) {
      if (node.path("end-time").asLong() < 0) {
        jobs.add(
            new Job(
                node.path("jid").asText(),
                node.path("name").asText(),
                node.path("state").asText(),
                Duration.ofMillis(node.path("duration").asLong())));
      }
    }
    return jobs;
  }

  private Optional<JsonNode> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(5)).build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.of(json.readTree(response.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobFailure("interrupted", e);
    }
  }
}
