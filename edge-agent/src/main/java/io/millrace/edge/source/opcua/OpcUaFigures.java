package io.millrace.edge.source.opcua;

import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.source.SourceHealth;
import io.millrace.edge.source.SourceHealth.State;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a source tells about itself. One thread writes, any reads the last published page. */
final class OpcUaFigures {
  private final String name;
  private final String endpoint;
  private final Clock clock;
  private volatile SourceHealth health;
  private State state = State.CONNECTING;
  private String reason = "not started";
  private @Nullable Instant lastReadingAt;
  private long requests;
  private long failures;
  private long reconnects;
  private boolean everConnected;
  private Map<String, String> bad = Map.of();
  private Map<String, String> revised = Map.of();
  private Instant since;
  private long scans;

  OpcUaFigures(OpcUaSourceSettings settings, Clock clock) {
    this.name = settings.name();
    this.endpoint = settings.where();
    this.clock = clock;
    this.since = clock.now();
    this.health = page();
  }

  SourceHealth health() {
    return health;
  }

  void connecting(String why) {
    state(State.CONNECTING, why);
  }

  void connected() {
    reconnects += everConnected ? 1 : 0;
    everConnected = true;
    publish();
  }

  void asked() {
    requests++;
    publish();
  }

  void failed() {
    failures++;
    publish();
  }

  /** The sink had no room. */
  void dropped() {
    state(State.DEGRADED, "readings come faster than they are journalled");
  }

  void stopped() {
    state(State.STOPPED, "closed");
  }

  /** What the server made of intervals and queues; of several subscriptions the last one counts. */
  void revised(List<Part> parts) {
    Map<String, String> all = new TreeMap<>();
    parts.forEach(part -> all.putAll(part.revised()));
    revised = all;
    publish();
  }

  /** All tags were read, these without a value. */
  void read(Instant at, List<Reading> without) {
    bad =
        without.stream()
            .collect(
                Collectors.toMap(
                    Reading::tag, reading -> Objects.requireNonNullElse(reading.fault(), "bad")));
    scanned(at);
  }

  /** Some tags were read. */
  void scanned(Instant at) {
    lastReadingAt = at;
    scans++;
    state(
        bad.isEmpty() ? State.ACTIVE : State.DEGRADED,
        bad.isEmpty() ? "" : bad.size() + " tags have no value");
  }

  private void state(State next, String why) {
    since = next == state ? since : clock.now();
    state = next;
    reason = why;
    publish();
  }

  private void publish() {
    health = page();
  }

  private SourceHealth page() {
    return new SourceHealth(
        name,
        state,
        reason,
        lastReadingAt,
        requests,
        failures,
        reconnects,
        bad,
        new SourceHealth.Device("opcua", endpoint, revised),
        since,
        scans);
  }
}
