package io.millrace.edge.derive;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Units;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tags of a source are told as they change, and each at least every {@code heartbeat}, by
 * default one minute: either named ones or all.
 */
public record TelemetrySettings(
    @JsonProperty(required = true) String source,
    @Nullable List<String> tags,
    @Nullable Boolean all,
    @Nullable Duration heartbeat) {
  private static final Duration HEARTBEAT = Duration.ofMinutes(1);
  private static final Duration HEARTBEAT_MIN = Duration.ofSeconds(1);

  public TelemetrySettings {
    boolean named = tags != null && !tags.isEmpty();
    if (named == Boolean.TRUE.equals(all)) {
      throw new IllegalArgumentException(
          named
              ? "tags: stands beside 'all: true', expected one of the two"
              : "names no tags, expected a list of tags or 'all: true'");
    }
    heartbeat = heartbeat == null ? HEARTBEAT : heartbeat;
    if (heartbeat.compareTo(HEARTBEAT_MIN) < 0) {
      throw new IllegalArgumentException(
          "heartbeat: " + Units.text(heartbeat) + " is not at least 1s");
    }
    tags = tags == null ? List.of() : List.copyOf(tags);
  }

  /** The named ones; empty for all. */
  public Set<String> named() {
    return tags == null ? Set.of() : Set.copyOf(tags);
  }

  Duration heartbeatOrDefault() {
    return Objects.requireNonNullElse(heartbeat, HEARTBEAT);
  }
}
