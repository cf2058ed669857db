package io.millrace.relay.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Units;
import java.time.Duration;
import java.util.List;

/**
 * Where agents connect, as {@link Listening}, and how long their certificates live: an agent renews
 * its own after two thirds of that.
 */
record AgentsPort(
    String host,
    @JsonProperty(required = true) Integer port,
    List<String> names,
    Duration certificateValid) {
  /** Longest life of an agent's certificate. */
  private static final Duration VALID_MAX = Duration.ofDays(400);

  private static final Duration VALID_LEAST = Duration.ofSeconds(5);
  private static final Duration VALID = Duration.ofDays(60);

  AgentsPort {
    Listening listening = new Listening(host, port, names);
    host = listening.host();
    names = listening.names();
    certificateValid = certificateValid == null ? VALID : certificateValid;
    if (certificateValid.compareTo(VALID_LEAST) < 0 || certificateValid.compareTo(VALID_MAX) > 0) {
      throw new IllegalArgumentException(
          "certificate_valid: %s is not within %s and %s"
              .formatted(
                  Units.text(certificateValid), Units.text(VALID_LEAST), Units.text(VALID_MAX)));
    }
  }
}
