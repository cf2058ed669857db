package io.millrace.edge.source;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A source as the status shows it. Counts since start. */
public record SourceHealth(
    String name,
    State state,
    String reason,
    @Nullable Instant lastReadingAt,
    long requests,
    long failures,
    long reconnects,
    Map<String, String> badTags) {

  public SourceHealth {
    badTags = Map.copyOf(badTags);
  }

  /** What a source can be. */
  public enum State {
    CONNECTING,
    ACTIVE,
    /** Connected, but some tags do not answer. */
    DEGRADED,
    STOPPED
  }
}
