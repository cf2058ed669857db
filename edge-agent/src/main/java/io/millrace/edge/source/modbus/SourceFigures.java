package io.millrace.edge.source.modbus;

import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.source.SourceHealth;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a source tells about itself. One thread writes, any reads the last published page. */
final class SourceFigures {
  private final Clock clock;
  private volatile SourceHealth health;
  private boolean everConnected;

  SourceFigures(String name, String endpoint, Clock clock) {
    this.clock = clock;
    this.health =
        new SourceHealth(
            name,
            SourceHealth.State.CONNECTING,
            "not started",
            null,
            0,
            0,
            0,
            Map.of(),
            new SourceHealth.Device("modbus", endpoint, Map.of()),
            clock.now(),
            0);
  }

  SourceHealth health() {
    return health;
  }

  void connecting(String reason) {
    state(SourceHealth.State.CONNECTING, reason);
  }

  void connected() {
    SourceHealth h = health;
    publish(
        h.state(),
        h.reason(),
        h.requests(),
        h.failures(),
        h.reconnects() + (everConnected ? 1 : 0));
    everConnected = true;
  }

  void degraded(String reason) {
    state(SourceHealth.State.DEGRADED, reason);
  }

  void stopped() {
    state(SourceHealth.State.STOPPED, "closed");
  }

  void asked() {
    SourceHealth h = health;
    publish(h.state(), h.reason(), h.requests() + 1, h.failures(), h.reconnects());
  }

  void failed() {
    SourceHealth h = health;
    publish(h.state(), h.reason(), h.requests(), h.failures() + 1, h.reconnects());
  }

  /** The sink had no room. */
  void dropped() {
    state(SourceHealth.State.DEGRADED, "readings come faster than they are journalled");
  }

  void read(Instant at, List<Reading> bad) {
    SourceHealth h = health;
    Map<String, String> tags =
        bad.stream()
            .collect(
                Collectors.toMap(
                    Reading::tag, reading -> Objects.requireNonNullElse(reading.fault(), "bad")));
    SourceHealth.State state =
        bad.isEmpty() ? SourceHealth.State.ACTIVE : SourceHealth.State.DEGRADED;
    health =
        new SourceHealth(
            h.name(),
            state,
            bad.isEmpty() ? "" : bad.size() + " tags do not answer",
            at,
            h.requests(),
            h.failures(),
            h.reconnects(),
            tags,
            h.device(),
            since(h, state),
            h.scans() + 1);
  }

  private void state(SourceHealth.State state, String reason) {
    SourceHealth h = health;
    publish(state, reason, h.requests(), h.failures(), h.reconnects());
  }

  private void publish(
      SourceHealth.State state, String reason, long requests, long failures, long reconnects) {
    SourceHealth h = health;
    health =
        new SourceHealth(
            h.name(),
            state,
            reason,
            h.lastReadingAt(),
            requests,
            failures,
            reconnects,
            h.badTags(),
            h.device(),
            since(h, state),
            h.scans());
  }

  private @Nullable Instant since(SourceHealth before, SourceHealth.State state) {
    return before.state() == state ? before.since() : clock.now();
  }
}
