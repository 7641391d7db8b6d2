package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against answers shaped as Flink's REST API documents them. */
class ClusterRestTest {
  private HttpServer server;
  private ClusterRest rest;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    rest = ClusterRest.at(server.getAddress().getPort());
  }

  @AfterEach
  void shut() {
    server.stop(0);
  }

  @Test
  void overviewCountsSlotsAndJobs() {
    answer(
        "/overview",
        200,
        "{\"taskmanagers\":2,\"slots-total\":8,\"slots-available\":3,\"jobs-running\":1,"
            + "\"jobs-finished\":4,\"flink-version\":\"2.3.0\"}");

    assertThat(rest.overview()).contains(new ClusterRest.Overview(2, 8, 3, 1));
  }

  @Test
  void overviewIsAbsentWhileTheClusterIsNotReady() {
    answer("/overview", 503, "{\"errors\":[\"Service temporarily unavailable\"]}");
    assertThat(rest.overview()).isEmpty();

    server.stop(0);
    assertThat(rest.overview()).isEmpty();
  }

  @Test
  void activeJobsAreThoseWithoutAnEnd() {
    answer(
        "/jobs/overview",
        200,
        "{\"jobs\":[{\"jid\":\"a1\",\"name\":\"naive\",\"state\":\"RUNNING\",\"start-time\":5,"
            + "\"end-time\":-1,\"duration\":1500},{\"jid\":\"b2\",\"name\":\"old\","
            + "\"state\":\"FINISHED\",\"start-time\":1,\"end-time\":4,\"duration\":3}]}");

    assertThat(rest.activeJobs())
        .containsExactly(new ClusterRest.Job("a1", "naive", "RUNNING", Duration.ofMillis(1500)));
  }

  private void answer(String path, int code, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(code, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}
