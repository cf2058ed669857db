package io.millrace.relay.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Where the relay listens: on loopback unless the file names another host. Port 0 takes a free one.
 * {@code names} are those by which agents reach it; they stand in its certificate.
 */
record Listening(String host, @JsonProperty(required = true) Integer port, List<String> names) {
  static final String LOOPBACK = "127.0.0.1";

  /** Highest port. */
  private static final int PORT_MAX = 65_535;

  Listening {
    host = host == null ? LOOPBACK : host;
    names = names == null ? List.of("localhost") : List.copyOf(names);
    if (host.isBlank()) {
      throw new IllegalArgumentException("host: is empty, expected a name or an address");
    }
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "port: %d is not within 0 and %d".formatted(port, PORT_MAX));
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "names: is empty, expected the names by which agents reach the relay");
    }
  }
}
