package org.partitioners.jobs.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.partitioners.jobs.cli.JobFailure;

/** TCP ports of 127.0.0.1. */
final class Ports {
  private Ports() {}

  /** {@code port} itself, or for 0 any port that is free now. */
  static int chosen(int port) {
    if (port != 0) {
      return port;
    }
    try (ServerSocket socket = bound(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw JobFailure.because("no free port", e);
    }
  }

  /**
   * Checks that {@code port} can be listened on.
   *
   * @throws JobFailure naming the option, the port and, where it can be told, who holds it
   */
  static void requireFree(String option, int port) {
    try (ServerSocket socket = bound(port)) {
      socket.getLocalPort();
    } catch (IOException e) {
      String holder = holder(port).map(Ports::describe).orElse("");
      throw new JobFailure(
          option
              + ": 127.0.0.1:"
              + port
              + " cannot be used"
              + (holder.isEmpty() ? " (" + e.getMessage() + ")" : ", " + holder + " listens there")
              + "; choose another port with "
              + option,
          e);
    }
  }

  /** The process that listens on {@code port}, on systems with {@code /proc}. */
  static Optional<ProcessHandle> holder(int port) {
    Set<String> sockets =
        Stream.of("/proc/net/tcp", "/proc/net/tcp6")
            .map(Path::of)
            .flatMap(table -> lines(table).stream())
            .map(line -> line.strip().split("\\s+"))
            .filter(columns -> columns.length > 9 && isListening(columns, port))
            .map(columns -> "socket:[" + columns[9] + "]")
            .collect(Collectors.toSet());
    return sockets.isEmpty()
        ? Optional.empty()
        : ProcessHandle.allProcesses().filter(process -> holds(process, sockets)).findFirst();
  }

  private static boolean isListening(String[] columns, int port) {
    return columns[3].equals("0A")
        && columns[1].endsWith(":" + String.format(Locale.ROOT, "%04X", port));
  }

  private static boolean holds(ProcessHandle process, Set<String> sockets) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
    } catch (IOException e) {
      return false; // Gone meanwhile, or another user's.
    }
  }

  private static String describe(ProcessHandle process) {
    String who =
        ClusterProcesses.folderOf(process)
            .map(folder -> "the local cluster in " + folder)
            .or(
                () ->
                    process
                        .info()
                        .command()
                        .map(Path::of)
                        .map(Path::getFileName)
                        .map(Path::toString))
            .orElse("another program");
    return who + " (process " + process.pid() + ")";
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static ServerSocket bound(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
