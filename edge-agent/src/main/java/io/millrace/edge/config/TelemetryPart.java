package io.millrace.edge.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;

/** Tags of one source whose every change is kept, and each value at least every heartbeat. */
record TelemetryPart(
    @JsonProperty(required = true) String source,
    List<String> tags,
    boolean all,
    Duration heartbeat) {

  TelemetryPart {
    tags = tags == null ? List.of() : List.copyOf(tags);
    heartbeat = heartbeat == null ? Duration.ofMinutes(1) : heartbeat;
    Bounds.within("heartbeat", heartbeat, Duration.ofMillis(100), Duration.ofHours(24));
    if (all == !tags.isEmpty()) {
      throw new IllegalArgumentException(
          all
              ? "tags: stands beside 'all: true', expected one of the two"
              : "names no tags, expected a list of tags or 'all: true'");
    }
  }
}
