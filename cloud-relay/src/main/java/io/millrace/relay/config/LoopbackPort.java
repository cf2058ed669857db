package io.millrace.relay.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.regex.Pattern;

/**
 * Where the page is served without TLS and without a token: on this computer only. Port 0 takes a
 * free one.
 */
record LoopbackPort(String host, @JsonProperty(required = true) Integer port) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|::1|\\[::1]|127(\\.\\d{1,3}){3}");

  /** Highest number of a port. */
  private static final int PORT_MAX = 65_535;

  LoopbackPort {
    host = host == null ? Listening.LOOPBACK : host;
    if (!LOOPBACK.matcher(host).matches()) {
      throw new IllegalArgumentException(
          ("host: '%s' is not this computer, expected 127.0.0.1, localhost or ::1; others reach the"
                  + " page over 'api', with TLS and a token")
              .formatted(host));
    }
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException(
          "port: %d is not within 0 and %d".formatted(port, PORT_MAX));
    }
  }
}
