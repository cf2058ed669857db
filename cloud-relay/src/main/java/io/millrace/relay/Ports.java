package io.millrace.relay;

import io.millrace.base.config.KeyPath;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.config.RelayConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out whether every port can be had before any is opened, so that a relay that cannot start
 * has taken and sent nothing. Called under the lock of the data folder: what holds a port is no
 * relay of these files.
 */
final class Ports {
  /** Ports above one in use that are tried, to name a free one. */
  private static final int TRIED_MAX = 100;

  /** Highest port. */
  private static final int PORT_MAX = 65_535;

  private Ports() {}

  /** CONFIG_INVALID names line and key, and a port that is free. */
  static void require(RelayConfig config) {
    Map<String, RelayConfig.Address> all = new LinkedHashMap<>();
    all.put("agents", config.agents());
    all.put("api", config.api());
    config.page().ifPresent(page -> all.put("page", page));
    List<ServerSocket> held = new ArrayList<>();
    try {
      all.forEach((key, address) -> held.add(hold(config, key, address)));
    } finally {
      held.forEach(Ports::close);
    }
  }

  private static ServerSocket hold(RelayConfig config, String key, RelayConfig.Address address) {
    InetAddress host;
    try {
      host = InetAddress.getByName(address.host());
    } catch (UnknownHostException e) {
      throw config.complaint(
          KeyPath.of(key, "host"), "'%s' is no known name".formatted(address.host()));
    }
    try {
      return bound(host, address.port());
    } catch (IOException e) {
      throw complaint(config, key, address, host, String.valueOf(e.getMessage()));
    }
  }

  private static MillraceException complaint(
      RelayConfig config, String key, RelayConfig.Address address, InetAddress host, String why) {
    if (why.contains("in use")) {
      return config.complaint(
          KeyPath.of(key, "port"),
          "%d on %s is in use: end the program that has it, or take another such as %s"
              .formatted(address.port(), address.host(), free(host, address.port())));
    }
    if (why.contains("ermission denied")) {
      return config.complaint(
          KeyPath.of(key, "port"),
          "%d may not be used by user '%s': take one above 1023"
              .formatted(address.port(), System.getProperty("user.name")));
    }
    return config.complaint(
        KeyPath.of(key, "host"),
        "'%s' is no address of this machine (%s)".formatted(address.host(), why));
  }

  private static String free(InetAddress host, int port) {
    int other = port + 1;
    while (other <= Math.min(port + TRIED_MAX, PORT_MAX) && !isFree(host, other)) {
      other++;
    }
    return other <= Math.min(port + TRIED_MAX, PORT_MAX)
        ? Integer.toString(other)
        : "0, which takes a free one";
  }

  private static boolean isFree(InetAddress host, int port) {
    try (ServerSocket tried = bound(host, port)) {
      return tried.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket bound(InetAddress host, int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket that nobody used does not close", e);
    }
  }
}
