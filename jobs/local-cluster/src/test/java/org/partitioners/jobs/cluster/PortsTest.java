package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.partitioners.jobs.cli.JobFailure;

class PortsTest {
  @Test
  void zeroIsAnyFreePort() {
    int port = Ports.chosen(0);

    assertThat(port).isBetween(1, 65_535);
    assertThatCode(() -> Ports.requireFree("--port", port)).doesNotThrowAnyException();
    assertThat(Ports.chosen(8081)).isEqualTo(8081);
  }

  @Test
  void busyPortIsToldWithItsOption() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Ports.requireFree("--rpc-port", busy.getLocalPort()))
          .isInstanceOf(JobFailure.class)
          .hasMessageStartingWith("--rpc-port: 127.0.0.1:" + busy.getLocalPort())
          .hasMessageContaining(" cannot be used")
          .hasMessageEndingWith("; choose another port with --rpc-port");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void busyPortIsToldWithItsHolder() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.holder(busy.getLocalPort())).contains(ProcessHandle.current());
      assertThatThrownBy(() -> Ports.requireFree("--port", busy.getLocalPort()))
          .hasMessageContaining(
              "java (process " + ProcessHandle.current().pid() + ") listens there");
    }
  }
}
